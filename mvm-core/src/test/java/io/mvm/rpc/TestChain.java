package io.mvm.rpc;

import io.mvm.chain.BlockHash;
import io.mvm.chain.Digest;
import io.mvm.chain.DigestItem;
import io.mvm.chain.Header;
import io.mvm.chain.HeaderHash;
import io.mvm.chain.Hex;
import io.mvm.chain.scale.ScaleWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A chain of honest blocks, and how a node writes them as JSON. */
final class TestChain {
    static final long FIRST_SLOT = 294_751_351;

    private final List<Header> headers = new ArrayList<>();
    private final List<BlockHash> hashes = new ArrayList<>();

    /**
     * Blocks 0 to {@code top}.
     *
     * @param seed another seed is another chain
     */
    TestChain(int seed, int top) {
        byte[] root = new byte[32];
        root[0] = (byte) seed;
        add(new Header(0, BlockHash.of(new byte[32]), BlockHash.of(root), BlockHash.of(root), Digest.EMPTY));
        while (headers.size() <= top) {
            grow();
        }
    }

    /** Adds one block. */
    Header grow() {
        int number = headers.size();
        byte[] root = new byte[32];
        root[1] = (byte) number;
        root[2] = (byte) (number >> 8);
        Digest digest = new Digest(List.of(
                item(
                        DigestItem.PRE_RUNTIME,
                        "aura",
                        new ScaleWriter().u64(FIRST_SLOT + number).toBytes()),
                item(DigestItem.CONSENSUS, "MNSV", new ScaleWriter().u32(18001).toBytes()),
                item(DigestItem.SEAL, "aura", new byte[64])));
        Header header = new Header(number, hashes.get(number - 1), BlockHash.of(root), BlockHash.of(root), digest);
        add(header);
        return header;
    }

    private void add(Header header) {
        headers.add(header);
        hashes.add(HeaderHash.of(header));
    }

    int top() {
        return headers.size() - 1;
    }

    Header header(int number) {
        return headers.get(number);
    }

    BlockHash hash(int number) {
        return hashes.get(number);
    }

    /** Height of a block; -1 if the chain has no such block. */
    int height(String hash) {
        return hashes.indexOf(BlockHash.parse(hash));
    }

    List<BlockHash> hashes(int from, int to) {
        return List.copyOf(hashes.subList(from, to + 1));
    }

    static DigestItem item(int kind, String engine, byte[] payload) {
        return DigestItem.of(new ScaleWriter()
                .u8(kind)
                .bytes(engine.getBytes(StandardCharsets.ISO_8859_1))
                .compact(payload.length)
                .bytes(payload)
                .toBytes());
    }

    /** Unix ms of a block. */
    static long time(Header header) {
        return (FIRST_SLOT + header.number()) * 6000;
    }

    static String json(Header header) {
        return "{\"parentHash\":\"" + header.parent() + "\",\"number\":\"0x" + Long.toHexString(header.number())
                + "\",\"stateRoot\":\"" + header.stateRoot() + "\",\"extrinsicsRoot\":\"" + header.extrinsicsRoot()
                + "\",\"digest\":{\"logs\":["
                + header.digest().items().stream()
                        .map(log -> '"' + Hex.encode(log.toBytes()) + '"')
                        .collect(Collectors.joining(","))
                + "]}}";
    }

    /** As {@code chain_getBlock} answers: the timestamp inherent and one large extrinsic. */
    static String block(Header header, int largeExtrinsic) {
        return "{\"block\":{\"header\":" + json(header) + ",\"extrinsics\":[\"" + timestamp(time(header)) + "\",\"0x"
                + "ab".repeat(largeExtrinsic) + "\"]},\"justifications\":null}";
    }

    static String timestamp(long millis) {
        byte[] call = new ScaleWriter().u8(4).u8(1).u8(0).compact(millis).toBytes();
        return Hex.encode(new ScaleWriter().compact(call.length).bytes(call).toBytes());
    }
}

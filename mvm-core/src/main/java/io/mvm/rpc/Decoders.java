package io.mvm.rpc;

import com.fasterxml.jackson.core.JsonToken;
import io.mvm.chain.BlockHash;
import io.mvm.chain.Digest;
import io.mvm.chain.DigestItem;
import io.mvm.chain.Header;
import io.mvm.chain.scale.ScaleException;
import io.mvm.chain.scale.ScaleReader;
import io.mvm.validator.DParameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Results of the methods we call, from JSON to typed values. */
final class Decoders {
    /** The timestamp inherent takes 11 bytes; anything much longer is another extrinsic. */
    private static final int LONGEST_TIMESTAMP = 24;

    private static final int BARE_V4 = 4;
    private static final int BARE_V5 = 5;
    private static final int TIMESTAMP_PALLET = 1;
    private static final int SET_CALL = 0;

    private Decoders() {}

    /**
     * Header and body facts of {@code chain_getBlock}, which does not tell the hash.
     *
     * @param header the header
     * @param extrinsics how many
     * @param timestampMs Unix ms of the timestamp inherent, if recognised
     */
    record Body(Header header, int extrinsics, OptionalLong timestampMs) {}

    static BlockHash hash(Json json) throws IOException {
        return json.hash("block hash");
    }

    static byte[] bytes(Json json) throws IOException {
        return json.hex("bytes");
    }

    static String text(Json json) throws IOException {
        return json.text("a text");
    }

    /** A list of hashes or nulls; empty if the answer is something else than a list. */
    static Optional<List<Optional<BlockHash>>> hashesIfList(Json json) throws IOException {
        if (json.token() != JsonToken.START_ARRAY) {
            json.skip();
            return Optional.empty();
        }
        List<Optional<BlockHash>> hashes = new ArrayList<>();
        while (json.nextItem()) {
            hashes.add(json.isNull() ? Optional.empty() : Optional.of(json.hash("block hash")));
        }
        return Optional.of(hashes);
    }

    static List<String> texts(Json json) throws IOException {
        json.enterArray("a list of texts");
        List<String> texts = new ArrayList<>();
        while (json.nextItem()) {
            texts.add(json.text("a text"));
        }
        return List.copyOf(texts);
    }

    static Header header(Json json) throws IOException {
        long start = json.position();
        json.enterObject("header");
        Long number = null;
        BlockHash parent = null;
        BlockHash stateRoot = null;
        BlockHash extrinsicsRoot = null;
        Digest digest = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "number" -> number = json.height("block number");
                case "parentHash" -> parent = json.hash(name);
                case "stateRoot" -> stateRoot = json.hash(name);
                case "extrinsicsRoot" -> extrinsicsRoot = json.hash(name);
                case "digest" -> digest = digest(json);
                default -> json.skip();
            }
        }
        String what = "the header at byte ";
        return new Header(
                present(number, "number", what, start),
                present(parent, "parentHash", what, start),
                present(stateRoot, "stateRoot", what, start),
                present(extrinsicsRoot, "extrinsicsRoot", what, start),
                present(digest, "digest", what, start));
    }

    static Body block(Json json) throws IOException {
        json.enterObject("signed block");
        Body body = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals("block")) {
                body = body(json);
            } else {
                json.skip();
            }
        }
        if (body == null) {
            throw new WireException("the answer before byte " + json.position() + " has no block");
        }
        return body;
    }

    static NodeHealth health(Json json) throws IOException {
        json.enterObject("health");
        Integer peers = null;
        Boolean syncing = null;
        boolean shouldHavePeers = true;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "peers" -> peers = json.smallInteger(name);
                case "isSyncing" -> syncing = json.flag(name);
                case "shouldHavePeers" -> shouldHavePeers = json.flag(name);
                default -> json.skip();
            }
        }
        if (peers == null || syncing == null) {
            throw new WireException("health lacks " + (peers == null ? "peers" : "isSyncing"));
        }
        return new NodeHealth(peers, syncing, shouldHavePeers);
    }

    static SyncTarget syncTarget(Json json) throws IOException {
        json.enterObject("sync state");
        Long starting = null;
        Long current = null;
        OptionalLong highest = OptionalLong.empty();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "startingBlock" -> starting = json.integer(name);
                case "currentBlock" -> current = json.integer(name);
                case "highestBlock" ->
                    highest = json.isNull() ? OptionalLong.empty() : OptionalLong.of(json.integer(name));
                default -> json.skip();
            }
        }
        if (starting == null || current == null) {
            throw new WireException(
                    "the sync state lacks its " + (starting == null ? "startingBlock" : "currentBlock"));
        }
        return new SyncTarget(starting, current, highest);
    }

    static DParameter dParameter(Json json) throws IOException {
        return CandidatesDecoder.dParameter(json);
    }

    static RuntimeVersion runtimeVersion(Json json) throws IOException {
        json.enterObject("runtime version");
        String specName = null;
        Integer specVersion = null;
        Map<String, Integer> apis = new HashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "specName" -> specName = json.text(name);
                case "specVersion" -> specVersion = json.smallInteger(name);
                case "apis" -> {
                    json.enterArray(name);
                    while (json.nextItem()) {
                        json.enterArray("a runtime API");
                        json.next();
                        String id = json.text("runtime API id");
                        json.next();
                        apis.put(id, json.smallInteger("runtime API version"));
                        while (json.nextItem()) {
                            json.skip();
                        }
                    }
                }
                default -> json.skip();
            }
        }
        if (specName == null || specVersion == null) {
            throw new WireException("the runtime version lacks its " + (specName == null ? "specName" : "specVersion"));
        }
        return new RuntimeVersion(specName, specVersion, apis);
    }

    static SidechainStatus sidechainStatus(Json json) throws IOException {
        json.enterObject("sidechain status");
        Layer sidechain = null;
        Layer mainchain = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "sidechain" -> sidechain = layer(json, name);
                case "mainchain" -> mainchain = layer(json, name);
                default -> json.skip();
            }
        }
        if (sidechain == null || mainchain == null || mainchain.slot.isEmpty()) {
            throw new WireException("the sidechain status lacks its "
                    + (sidechain == null ? "sidechain" : mainchain == null ? "mainchain" : "mainchain slot"));
        }
        return new SidechainStatus(
                sidechain.epoch,
                sidechain.slot,
                sidechain.nextEpochMs,
                mainchain.epoch,
                mainchain.slot.getAsLong(),
                mainchain.nextEpochMs);
    }

    /** The names in {@code rpc_methods}. */
    static Set<String> methods(Json json) throws IOException {
        json.enterObject("methods");
        Set<String> methods = new HashSet<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals("methods")) {
                methods.addAll(texts(json));
            } else {
                json.skip();
            }
        }
        return Set.copyOf(methods);
    }

    private static <T> T present(T value, String name, String what, long start) throws WireException {
        if (value == null) {
            throw new WireException(what + start + " lacks its " + name);
        }
        return value;
    }

    private record Layer(long epoch, OptionalLong slot, long nextEpochMs) {}

    private static Layer layer(Json json, String what) throws IOException {
        json.enterObject(what);
        Long epoch = null;
        OptionalLong slot = OptionalLong.empty();
        Long next = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "epoch" -> epoch = json.integer(name);
                case "slot" -> slot = json.isNull() ? OptionalLong.empty() : OptionalLong.of(json.integer(name));
                case "nextEpochTimestamp" -> next = json.integer(name);
                default -> json.skip();
            }
        }
        if (epoch == null || next == null) {
            throw new WireException(what + " lacks its " + (epoch == null ? "epoch" : "nextEpochTimestamp"));
        }
        return new Layer(epoch, slot, next);
    }

    private static Digest digest(Json json) throws IOException {
        json.enterObject("digest");
        List<DigestItem> items = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (!name.equals("logs")) {
                json.skip();
                continue;
            }
            json.enterArray("digest logs");
            items = new ArrayList<>(6);
            while (json.nextItem()) {
                try {
                    items.add(DigestItem.of(json.hex("digest log")));
                } catch (ScaleException e) {
                    throw new WireException("the digest log at byte " + json.position() + ": " + e.getMessage(), e);
                }
            }
        }
        if (items == null) {
            throw new WireException("the digest before byte " + json.position() + " lacks its logs");
        }
        return items.isEmpty() ? Digest.EMPTY : new Digest(items);
    }

    private static Body body(Json json) throws IOException {
        json.enterObject("block");
        Header header = null;
        int extrinsics = -1;
        OptionalLong timestamp = OptionalLong.empty();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "header" -> header = header(json);
                case "extrinsics" -> {
                    json.enterArray(name);
                    extrinsics = 0;
                    while (json.nextItem()) {
                        if (json.token() != JsonToken.VALUE_STRING) {
                            throw json.unexpected("extrinsic " + extrinsics + " (a string)");
                        }
                        if (timestamp.isEmpty()) {
                            timestamp = timestamp(json.shortHexOrNull(LONGEST_TIMESTAMP));
                        }
                        extrinsics++;
                    }
                }
                default -> json.skip();
            }
        }
        if (header == null || extrinsics < 0) {
            throw new WireException("the block before byte " + json.position() + " lacks its "
                    + (header == null ? "header" : "extrinsics"));
        }
        return new Body(header, extrinsics, timestamp);
    }

    /** Unix ms if the bytes are {@code timestamp.set}: length, version, pallet, call, compact ms, and nothing more. */
    private static OptionalLong timestamp(byte[] extrinsic) {
        if (extrinsic == null || extrinsic.length < 5) {
            return OptionalLong.empty();
        }
        ScaleReader reader = new ScaleReader(extrinsic);
        try {
            if (reader.compactInt() != reader.remaining()) {
                return OptionalLong.empty();
            }
            int version = reader.u8();
            if ((version != BARE_V4 && version != BARE_V5)
                    || reader.u8() != TIMESTAMP_PALLET
                    || reader.u8() != SET_CALL) {
                return OptionalLong.empty();
            }
            long millis = reader.compact();
            return reader.remaining() == 0 ? OptionalLong.of(millis) : OptionalLong.empty();
        } catch (ScaleException e) {
            // Some other short extrinsic: a block's time is then unknown from its body.
            return OptionalLong.empty();
        }
    }
}

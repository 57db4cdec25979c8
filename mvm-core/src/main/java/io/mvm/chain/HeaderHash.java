package io.mvm.chain;

import io.mvm.chain.scale.Blake2b;
import io.mvm.chain.scale.ScaleWriter;

/** Works out a header's hash from its own bytes: blake2b-256 of the SCALE encoding, as Substrate's default hasher does. */
public final class HeaderHash {
    private HeaderHash() {}

    /** The hash of this header, seal included. Right only on chains whose hasher is blake2b-256, as Midnight's is. */
    public static BlockHash of(Header header) {
        int size = 3 * BlockHash.LENGTH + 16;
        for (DigestItem item : header.digest().items()) {
            size += item.rawLength();
        }
        ScaleWriter writer = new ScaleWriter(size);
        writer.bytes(header.parent().toBytes());
        writer.compact(header.number());
        writer.bytes(header.stateRoot().toBytes());
        writer.bytes(header.extrinsicsRoot().toBytes());
        writer.compact(header.digest().items().size());
        for (DigestItem item : header.digest().items()) {
            writer.bytes(item.toBytes());
        }
        return BlockHash.of(Blake2b.hash256(writer.toBytes()));
    }
}

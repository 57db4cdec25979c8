package io.mvm.simulator;

import java.util.List;

/** Headers and blocks as a node writes them. Immutable. */
final class BlockJson {
    private final Forge forge;

    BlockJson(Forge forge) {
        this.forge = forge;
    }

    void header(SimulatedBlock block, boolean padded, JsonBuffer out) {
        out.raw("{\"parentHash\":").hex(Forge.parentHash(block).toBytes());
        out.raw(",\"number\":\"0x").raw(number(block.number(), padded));
        out.raw("\",\"stateRoot\":").hex(forge.stateRoot(block));
        out.raw(",\"extrinsicsRoot\":").hex(forge.extrinsicsRoot(block));
        out.raw(",\"digest\":{\"logs\":[");
        list(forge.logs(block), out);
        out.raw("]}}");
    }

    void block(SimulatedBlock block, boolean padded, JsonBuffer out) {
        out.raw("{\"block\":{\"header\":");
        header(block, padded, out);
        out.raw(",\"extrinsics\":[");
        list(forge.extrinsics(block), out);
        out.raw("]},\"justifications\":null}");
    }

    private static void list(List<byte[]> items, JsonBuffer out) {
        boolean first = true;
        for (byte[] item : items) {
            out.comma(first).hex(item);
            first = false;
        }
    }

    private static String number(long number, boolean padded) {
        String hex = Long.toHexString(number);
        return padded && hex.length() < 8 ? "0".repeat(8 - hex.length()) + hex : hex;
    }
}

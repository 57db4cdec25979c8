package io.mvm.simulator;

import io.mvm.chain.BlockHash;
import io.mvm.chain.Digest;
import io.mvm.chain.DigestItem;
import io.mvm.chain.Header;
import io.mvm.chain.HeaderHash;
import io.mvm.chain.scale.ScaleWriter;
import io.mvm.simulator.Seeded.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes blocks, and makes their headers and bodies again. Immutable. */
final class Forge {
    private static final BlockHash NO_PARENT = BlockHash.of(new byte[BlockHash.LENGTH]);
    private static final int SEAL_LENGTH = 64;
    private static final int EXTRINSIC_V4_BARE = 0x04;
    private static final int EXTRINSIC_V4_SIGNED = 0x84;
    private static final int TIMESTAMP_PALLET = 1;
    private static final int COMMITTEE_PALLET = 8;

    private final NetworkSpec spec;
    private final Seeded seeded;
    private final Scale scale;

    Forge(NetworkSpec spec, Seeded seeded, Scale scale) {
        this.spec = spec;
        this.seeded = seeded;
        this.scale = scale;
    }

    SimulatedBlock genesis(RuntimeState state) {
        SimulatedBlock unhashed = new SimulatedBlock(0, -1, null, state, null, NO_PARENT, 0, false);
        return new SimulatedBlock(0, -1, null, state, null, HeaderHash.of(header(unhashed)), 0, false);
    }

    SimulatedBlock block(
            SimulatedBlock parent, long slot, RuntimeState state, SimulatedValidator author, int sequence) {
        return block(parent, slot, state, author, sequence, false);
    }

    /** Another block of the same author, on the same parent and in the same slot. */
    SimulatedBlock twin(SimulatedBlock of, SimulatedValidator author, int sequence) {
        return block(of.parent(), of.slot(), of.state(), author, sequence, true);
    }

    private SimulatedBlock block(
            SimulatedBlock parent,
            long slot,
            RuntimeState state,
            SimulatedValidator author,
            int sequence,
            boolean twin) {
        long number = parent.number() + 1;
        SimulatedBlock unhashed = new SimulatedBlock(number, slot, parent, state, author, NO_PARENT, sequence, twin);
        BlockHash hash = HeaderHash.of(header(unhashed));
        return new SimulatedBlock(number, slot, parent, state, author, hash, sequence, twin);
    }

    Header header(SimulatedBlock block) {
        List<DigestItem> items = new ArrayList<>();
        for (byte[] log : logs(block)) {
            items.add(DigestItem.of(log));
        }
        return new Header(
                block.number(),
                parentHash(block),
                BlockHash.of(stateRoot(block)),
                BlockHash.of(extrinsicsRoot(block)),
                new Digest(items));
    }

    static BlockHash parentHash(SimulatedBlock block) {
        return block.parent() == null ? NO_PARENT : block.parent().hash();
    }

    byte[] stateRoot(SimulatedBlock block) {
        return seeded.bytes(Purpose.STATE_ROOT, salt(block), BlockHash.LENGTH);
    }

    byte[] extrinsicsRoot(SimulatedBlock block) {
        return seeded.bytes(Purpose.EXTRINSICS_ROOT, salt(block), BlockHash.LENGTH);
    }

    /** The digest's items; none in genesis. */
    List<byte[]> logs(SimulatedBlock block) {
        List<byte[]> logs = new ArrayList<>(6);
        if (block.parent() == null) {
            return logs;
        }
        logs.add(item(
                DigestItem.PRE_RUNTIME,
                "aura",
                new ScaleWriter(8).u64(block.slot()).toBytes()));
        byte[] mainchain =
                seeded.bytes(Purpose.MAINCHAIN_HASH, block.slot() * spec.slotDurationMs() / 20_000, BlockHash.LENGTH);
        logs.add(item(DigestItem.PRE_RUNTIME, "mcsh", mainchain));
        if (block.changesAuthorities()) {
            Seats set = block.state().aura();
            byte[] authorities = scale.authorities(set);
            logs.add(item(
                    DigestItem.CONSENSUS,
                    "aura",
                    new ScaleWriter(authorities.length + 1)
                            .u8(1)
                            .bytes(authorities)
                            .toBytes()));
            byte[] voters = scale.grandpaAuthorities(set);
            logs.add(item(
                    DigestItem.CONSENSUS,
                    "FRNK",
                    new ScaleWriter(voters.length + 5)
                            .u8(1)
                            .bytes(voters)
                            .u32(0)
                            .toBytes()));
        }
        logs.add(item(
                DigestItem.CONSENSUS,
                "MNSV",
                new ScaleWriter(4).u32(spec.specVersion()).toBytes()));
        logs.add(item(DigestItem.SEAL, "aura", seeded.bytes(Purpose.SEAL, salt(block), SEAL_LENGTH)));
        return logs;
    }

    /** The body, each extrinsic with its length before it; empty for genesis. */
    List<byte[]> extrinsics(SimulatedBlock block) {
        List<byte[]> body = new ArrayList<>(4);
        if (block.parent() == null) {
            return body;
        }
        body.add(prefixed(new ScaleWriter(10)
                .u8(EXTRINSIC_V4_BARE)
                .u8(TIMESTAMP_PALLET)
                .u8(0)
                .compact(timestampMs(block))
                .toBytes()));
        long salt = salt(block);
        if (block.setsNextCommittee()) {
            RuntimeState state = block.state();
            body.add(prefixed(new ScaleWriter(64 + 130 * state.next().size())
                    .u8(EXTRINSIC_V4_BARE)
                    .u8(COMMITTEE_PALLET)
                    .u8(0)
                    .bytes(scale.members(state.next()))
                    .u64(state.committeeEpoch() + 1)
                    .bytes(seeded.bytes(Purpose.BODY, state.committeeEpoch(), BlockHash.LENGTH))
                    .toBytes()));
        }
        int others = seeded.below(Purpose.BODY, salt, spec.extrinsics() + 1);
        for (int i = 0; i < others; i++) {
            int length = 60 + seeded.below(Purpose.BODY, salt + 2L * i + 1, 120);
            byte[] bytes = seeded.bytes(Purpose.BODY, salt + 2L * i + 2, length);
            bytes[0] = (byte) EXTRINSIC_V4_SIGNED;
            body.add(prefixed(bytes));
        }
        return body;
    }

    /** What the block's timestamp inherent says: a moment in the first third of its slot. */
    long timestampMs(SimulatedBlock block) {
        int third = (int) Math.max(1, spec.slotDurationMs() / 3);
        return block.slot() * spec.slotDurationMs() + seeded.below(Purpose.TIME, salt(block), third);
    }

    private long salt(SimulatedBlock block) {
        // Slot and parent name a block, but for the second one of an author who makes two.
        long salt = Seeded.mix(block.slot()) + parentHash(block).prefix();
        return block.isTwin() ? Seeded.mix(salt) : salt;
    }

    private static byte[] prefixed(byte[] bytes) {
        return new ScaleWriter(bytes.length + 4)
                .compact(bytes.length)
                .bytes(bytes)
                .toBytes();
    }

    private static byte[] item(int kind, String engine, byte[] payload) {
        return new ScaleWriter(payload.length + 9)
                .u8(kind)
                .bytes(engine.getBytes(StandardCharsets.US_ASCII))
                .compact(payload.length)
                .bytes(payload)
                .toBytes();
    }
}

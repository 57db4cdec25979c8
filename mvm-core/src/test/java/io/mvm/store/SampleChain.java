package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.chain.SidechainKey;
import io.mvm.duty.Outcome;
import io.mvm.duty.Tally;
import io.mvm.epoch.MainchainClock;
import io.mvm.epoch.SlotClock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A chain made by hand, block by block, as updates for the writer. Authors, owners and counts are worked out here in the most
 * simple-minded way, with nothing shared with the code under test.
 */
public final class SampleChain {
    public static final String NAME = "sample";
    public static final int SLOTS_PER_EPOCH = 10;
    public static final long SLOT_MS = 6_000;
    public static final ChainParameters PARAMETERS = new ChainParameters(
            Optional.of(new SlotClock(SLOT_MS, SLOTS_PER_EPOCH)),
            SLOT_MS,
            Optional.of(new MainchainClock(0, 100, 4 * SLOTS_PER_EPOCH * SLOT_MS)));
    /** Four seats, of which key 0 holds two. */
    public static final AuthoritySet FIRST_SET = set(0, 1, 2, 0);
    /** Three seats; key 0 has gone, key 3 has come. */
    public static final AuthoritySet SECOND_SET = set(2, 3, 1);

    private final long firstNumber;
    private int salt;
    private AuthoritySet current;
    private final List<BlockRow> canonical = new ArrayList<>();
    private final List<BlockRow> orphans = new ArrayList<>();
    private final List<EmptySlotRow> empties = new ArrayList<>();

    private List<BlockRow> orphaned = new ArrayList<>();
    private List<BlockRow> forks = new ArrayList<>();
    private List<Long> refilled = new ArrayList<>();
    private List<BlockRow> added = new ArrayList<>();
    private List<EmptySlotRow> emptied = new ArrayList<>();
    private List<Long> nowOrphaned = new ArrayList<>();
    private Map<DutyKey, Tally> duties = new HashMap<>();
    private BlockRef finalized;
    private int reorgs;

    /** Starts before a block of that height, whose parent is not stored. */
    public SampleChain(long firstNumber, AuthoritySet governing) {
        this.firstNumber = firstNumber;
        this.current = governing;
    }

    /** From block 1 under {@link #FIRST_SET}. */
    public static SampleChain fromGenesis() {
        return new SampleChain(1, FIRST_SET);
    }

    public static BlockHash genesis() {
        return hash(0, 0);
    }

    public static AuraKey aura(int i) {
        byte[] bytes = new byte[AuraKey.LENGTH];
        Arrays.fill(bytes, (byte) (0xa0 + i));
        return AuraKey.of(bytes);
    }

    public static SidechainKey sidechain(int i) {
        byte[] bytes = new byte[SidechainKey.LENGTH];
        Arrays.fill(bytes, (byte) (0x10 + i));
        bytes[0] = 2;
        return SidechainKey.of(bytes);
    }

    public static AuthoritySet set(int... keys) {
        return AuthoritySet.of(Arrays.stream(keys).mapToObj(SampleChain::aura).toList());
    }

    /** The next block, in this slot. */
    public SampleChain block(long slot) {
        return block(slot, current);
    }

    /** The next block, in this slot, after which another set governs. */
    public SampleChain block(long slot, AuthoritySet after) {
        BlockRow parent = tip();
        if (parent != null) {
            for (long s = parent.slot() + 1; s < slot; s++) {
                int seat = (int) (s % current.size());
                AuraKey owner = current.seat(seat);
                long empty = s;
                boolean lost = orphans.stream().anyMatch(row -> row.slot() == empty && owner.equals(row.author()));
                EmptySlotRow row = new EmptySlotRow(
                        s, parent.number(), owner, seat, current, lost ? Outcome.ORPHANED : Outcome.MISSED);
                empties.add(row);
                emptied.add(row);
                count(s, owner, row.outcome(), 1);
            }
        }
        long number = parent == null ? firstNumber : parent.number() + 1;
        BlockHash before = parent == null ? hash(number - 1, 0) : parent.hash();
        BlockRow row = row(number, before, slot, after);
        canonical.add(row);
        added.add(row);
        count(slot, row.author(), Outcome.PRODUCED, 1);
        current = after;
        return this;
    }

    /** Blocks in these slots. */
    public SampleChain blocks(long... slots) {
        for (long slot : slots) {
            block(slot);
        }
        return this;
    }

    /** A block beside the canonical one that already stands at the height after {@code parentNumber}. */
    public SampleChain fork(long parentNumber, long slot) {
        BlockRow parent = canonical.get((int) (parentNumber - firstNumber));
        AuthoritySet kept = current;
        current = parent.setAfter();
        BlockRow lost = row(parentNumber + 1, parent.hash(), slot, current);
        current = kept;
        forks.add(lost);
        orphans.add(lost);
        for (EmptySlotRow row : empties) {
            if (row.slot() == slot && row.owner().equals(lost.author()) && row.outcome() == Outcome.MISSED) {
                nowOrphaned.add(slot);
                count(slot, row.owner(), Outcome.MISSED, -1);
                count(slot, row.owner(), Outcome.ORPHANED, 1);
            }
        }
        return this;
    }

    /** A second block by the author of a canonical one, on the same parent and in the same slot. */
    public SampleChain twin(long number) {
        BlockRow one = canonical.get((int) (number - firstNumber));
        twin(one, hash(number, one.slot() * 1_000 + 777), one.author());
        return this;
    }

    /** The same beside a block that lost. */
    public SampleChain twinOfLost(long slot) {
        BlockRow one =
                orphans.stream().filter(row -> row.slot() == slot).findFirst().orElseThrow();
        twin(one, hash(one.number(), slot * 1_000 + 999), one.author());
        return this;
    }

    /** A block of somebody else, or of nobody known, in the slot of a canonical one: what BABE allows. */
    public SampleChain rival(long number, AuraKey author) {
        BlockRow one = canonical.get((int) (number - firstNumber));
        twin(one, hash(number, one.slot() * 1_000 + 888), author);
        return this;
    }

    private void twin(BlockRow of, BlockHash hash, AuraKey author) {
        BlockRow other = new BlockRow(
                of.number(),
                hash,
                of.parent(),
                of.slot(),
                of.timestampMs(),
                of.sidechainEpoch(),
                of.mainchainEpoch(),
                of.engine(),
                author,
                author == null ? null : of.seat(),
                of.setAfter(),
                of.specVersion(),
                of.extrinsics());
        forks.add(other);
        orphans.add(other);
    }

    /** Drops the newest blocks, which must have been taken before. */
    public SampleChain drop(int blocks) {
        reorgs = 1;
        salt++;
        for (int i = 0; i < blocks; i++) {
            BlockRow gone = canonical.remove(canonical.size() - 1);
            orphaned.add(gone);
            orphans.add(gone);
            count(gone.slot(), gone.author(), Outcome.PRODUCED, -1);
            BlockRow parent = tip();
            current = parent.setAfter();
            for (EmptySlotRow row : List.copyOf(empties)) {
                if (row.slot() > parent.slot()) {
                    empties.remove(row);
                    refilled.add(row.slot());
                    count(row.slot(), row.owner(), row.outcome(), -1);
                }
            }
        }
        return this;
    }

    public SampleChain finalizeTo(long number) {
        BlockRow row = canonical.get((int) (number - firstNumber));
        finalized = new BlockRef(number, row.hash());
        return this;
    }

    public BlockRow tip() {
        return canonical.isEmpty() ? null : canonical.get(canonical.size() - 1);
    }

    /** The canonical block of a height. */
    public BlockRow blockAt(long number) {
        return canonical.get((int) (number - firstNumber));
    }

    /** What is stored if it ends at that height. */
    public Segment segment(long last) {
        return new Segment(firstNumber, last);
    }

    public Segment segment() {
        return new Segment(firstNumber, tip().number());
    }

    /** All since the last time, as one update; other segments than this chain's own come first. */
    public ChainUpdate take(Segment... others) {
        List<Segment> segments = new ArrayList<>(List.of(others));
        segments.add(segment());
        ChainUpdate update = new ChainUpdate(
                orphaned, forks, List.of(), refilled, added, emptied, nowOrphaned, duties, segments, finalized, reorgs);
        orphaned = new ArrayList<>();
        forks = new ArrayList<>();
        refilled = new ArrayList<>();
        added = new ArrayList<>();
        emptied = new ArrayList<>();
        nowOrphaned = new ArrayList<>();
        duties = new HashMap<>();
        finalized = null;
        reorgs = 0;
        return update;
    }

    private BlockRow row(long number, BlockHash parent, long slot, AuthoritySet after) {
        int seat = (int) (slot % current.size());
        return new BlockRow(
                number,
                hash(number, slot * 1_000 + salt),
                parent,
                slot,
                slot * SLOT_MS + 250,
                slot / SLOTS_PER_EPOCH,
                100 + slot / (4 * SLOTS_PER_EPOCH),
                "aura",
                current.seat(seat),
                seat,
                after,
                22_000,
                3);
    }

    private void count(long slot, AuraKey owner, Outcome outcome, int slots) {
        duties.merge(new DutyKey(slot / SLOTS_PER_EPOCH, owner), Tally.NONE.plus(outcome, slots), Tally::plus);
    }

    private static BlockHash hash(long number, long variant) {
        // Spread over all bytes, so that the four-byte index is put to work.
        byte[] bytes = new byte[BlockHash.LENGTH];
        long seed = number * 0x9e3779b97f4a7c15L + variant * 0xc2b2ae3d27d4eb4fL;
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int i = 0; i < 4; i++) {
            seed = (seed ^ (seed >>> 29)) * 0xbf58476d1ce4e5b9L + i;
            buffer.putLong(seed ^ (seed >>> 32));
        }
        return BlockHash.of(bytes);
    }
}

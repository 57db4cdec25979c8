package io.mvm.simulator;

import io.mvm.chain.AuraKey;
import io.mvm.chain.BlockHash;
import io.mvm.chain.SidechainKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What really happened on a stretch of the best branch, said by the network that made it. An empty slot between a parent and
 * its child belongs to the set after the parent, as the child does. Immutable.
 *
 * @param blocks the canonical blocks, lowest first
 * @param slots every slot from the first of these blocks to the last, none left out
 * @param byAuraKey what each key owed and did
 * @param byValidator the same by identity
 * @param orphans announced blocks that are not canonical, in these slots
 */
public record Truth(
        List<Block> blocks,
        List<Slot> slots,
        Map<AuraKey, Tally> byAuraKey,
        Map<SidechainKey, Tally> byValidator,
        Set<BlockHash> orphans) {

    /** What became of a slot. */
    public enum Outcome {
        PRODUCED,
        MISSED,
        /** Its owner made a block, and lost. */
        ORPHANED
    }

    /** A canonical block and its author. */
    public record Block(
            long number,
            BlockHash hash,
            long slot,
            AuraKey author,
            SidechainKey validator,
            int seat,
            long timestampMs) {}

    /**
     * A slot and its owner.
     *
     * @param block the owner's block, canonical or lost; null for a missed slot
     */
    public record Slot(long slot, AuraKey owner, SidechainKey validator, int seat, Outcome outcome, BlockHash block) {}

    /** Counted slots of one owner. */
    public record Tally(long produced, long missed, long orphaned) {
        static final Tally NONE = new Tally(0, 0, 0);

        /** The sum of all three. */
        public long owed() {
            return produced + missed + orphaned;
        }

        Tally plus(Outcome outcome) {
            return switch (outcome) {
                case PRODUCED -> new Tally(produced + 1, missed, orphaned);
                case MISSED -> new Tally(produced, missed + 1, orphaned);
                case ORPHANED -> new Tally(produced, missed, orphaned + 1);
            };
        }
    }

    public Truth {
        blocks = List.copyOf(blocks);
        slots = List.copyOf(slots);
        byAuraKey = Map.copyOf(byAuraKey);
        byValidator = Map.copyOf(byValidator);
        orphans = Set.copyOf(orphans);
    }

    static Truth of(List<Block> blocks, List<Slot> slots, Set<BlockHash> orphans) {
        Map<AuraKey, Tally> byAuraKey = new HashMap<>();
        Map<SidechainKey, Tally> byValidator = new HashMap<>();
        for (Slot slot : slots) {
            byAuraKey.put(
                    slot.owner(),
                    byAuraKey.getOrDefault(slot.owner(), Tally.NONE).plus(slot.outcome()));
            byValidator.put(
                    slot.validator(),
                    byValidator.getOrDefault(slot.validator(), Tally.NONE).plus(slot.outcome()));
        }
        return new Truth(blocks, slots, byAuraKey, byValidator, orphans);
    }

    /** As seen by a follower that knows canonical blocks only: what was orphaned looks missed. */
    public Truth withoutOrphans() {
        return knowing(hash -> false);
    }

    /** As seen by a follower that saw only some of the orphans. */
    public Truth knowing(Predicate<BlockHash> seen) {
        List<Slot> told = new ArrayList<>(slots.size());
        for (Slot slot : slots) {
            boolean unseen = slot.outcome() == Outcome.ORPHANED && !seen.test(slot.block());
            told.add(
                    unseen
                            ? new Slot(slot.slot(), slot.owner(), slot.validator(), slot.seat(), Outcome.MISSED, null)
                            : slot);
        }
        Set<BlockHash> known = new HashSet<>(orphans);
        known.removeIf(seen.negate());
        return of(blocks, told, known);
    }

    /**
     * Why each slot without its owner's canonical block is empty: {@code orphaned}; {@code network} where at least
     * {@code networkShare} of the slots of other owners within {@code windowSlots} to either side are missed; else
     * {@code alone}. Slots outside of this stretch do not exist, and an orphaned slot is not missed.
     */
    public Map<Long, String> causes(double networkShare, int windowSlots) {
        Map<Long, String> causes = new TreeMap<>();
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            if (slot.outcome() == Outcome.ORPHANED) {
                causes.put(slot.slot(), "orphaned");
            } else if (slot.outcome() == Outcome.MISSED) {
                int others = 0;
                int missed = 0;
                for (Slot near :
                        slots.subList(Math.max(0, i - windowSlots), Math.min(slots.size(), i + windowSlots + 1))) {
                    if (!near.owner().equals(slot.owner())) {
                        others++;
                        missed += near.outcome() == Outcome.MISSED ? 1 : 0;
                    }
                }
                boolean many = others > 0 && (double) missed / others >= networkShare;
                causes.put(slot.slot(), many ? "network" : "alone");
            }
        }
        return causes;
    }

    /** All slots together. */
    public Tally total() {
        Tally total = Tally.NONE;
        for (Tally tally : byValidator.values()) {
            total = new Tally(
                    total.produced() + tally.produced(),
                    total.missed() + tally.missed(),
                    total.orphaned() + tally.orphaned());
        }
        return total;
    }
}

package io.mvm.duty;

import io.mvm.chain.AuraKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Judges slots of one unbroken stretch of the final chain. The stretch must reach as far to either side of a judged slot as
 * the rule looks; where the chain itself begins, the look is cut short. Does not change the list it is given.
 */
public final class SlotJudgement {
    /** Stands for whoever authored a block of an unknown author: another than any owner of an empty slot. */
    private static final int SOMEBODY = -1;

    private final JudgementRule rule;
    private final List<OwedSlot> stretch;
    private final Circumstances circumstances;
    private final int[] holders;

    /**
     * Prepares a stretch for judging.
     *
     * @param rule when a miss is the network's
     * @param stretch slots, ascending; slots that nobody is known to have owed may be left out
     * @param holder who stands behind a key, so that a validator with several keys counts as one; the key itself if unknown
     * @param circumstances of our own validators
     */
    public SlotJudgement(
            JudgementRule rule, List<OwedSlot> stretch, Function<AuraKey, ?> holder, Circumstances circumstances) {
        this.rule = rule;
        this.stretch = stretch;
        this.circumstances = circumstances;
        this.holders = new int[stretch.size()];
        Map<Object, Integer> numbers = new HashMap<>();
        Map<AuraKey, Integer> byKey = new HashMap<>();
        for (int i = 0; i < holders.length; i++) {
            AuraKey owner = stretch.get(i).owner();
            holders[i] = owner == null
                    ? SOMEBODY
                    : byKey.computeIfAbsent(
                            owner, key -> numbers.computeIfAbsent(holder.apply(key), who -> numbers.size()));
        }
    }

    /**
     * Why the slot at a place of the stretch is without a canonical block.
     *
     * @throws IllegalArgumentException if it has one
     */
    public Cause cause(int index) {
        OwedSlot slot = stretch.get(index);
        boolean ours = circumstances.ours().test(slot.owner());
        return switch (slot.outcome()) {
            case PRODUCED ->
                throw new IllegalArgumentException("slot " + slot.slot() + " has a block, so nothing is to be judged");
            case ORPHANED -> Cause.ORPHANED;
            case MISSED -> {
                if (ours && circumstances.maintenance().test(slot.slot())) {
                    yield Cause.MAINTENANCE;
                }
                if (networkWide(index)) {
                    yield Cause.NETWORK;
                }
                yield ours && circumstances.outage().test(slot.slot()) ? Cause.NODE : Cause.ALONE;
            }
        };
    }

    /** Whether enough slots of others were missed around it. An orphaned slot was not: its owner worked. */
    private boolean networkWide(int index) {
        long slot = stretch.get(index).slot();
        int owed = 0;
        int missed = 0;
        for (int i = index - 1; i >= 0 && stretch.get(i).slot() >= slot - rule.windowSlots(); i--) {
            if (holders[i] != holders[index]) {
                owed++;
                missed += stretch.get(i).outcome() == Outcome.MISSED ? 1 : 0;
            }
        }
        for (int i = index + 1; i < holders.length && stretch.get(i).slot() <= slot + rule.windowSlots(); i++) {
            if (holders[i] != holders[index]) {
                owed++;
                missed += stretch.get(i).outcome() == Outcome.MISSED ? 1 : 0;
            }
        }
        // Divided rather than multiplied: a share such as 0.07 times 100 is more than 7 in binary.
        return owed > 0 && (double) missed / owed >= rule.networkShare();
    }
}

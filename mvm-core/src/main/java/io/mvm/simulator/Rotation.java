package io.mvm.simulator;

import io.mvm.simulator.Seeded.Purpose;

/** What executing a block does to {@link RuntimeState}. Immutable. */
final class Rotation {
    private static final int MOST_SLOTS_LATE = 8;

    private final NetworkSpec spec;
    private final Seeded seeded;
    private final Roster roster;

    Rotation(NetworkSpec spec, Seeded seeded, Roster roster) {
        this.spec = spec;
        this.seeded = seeded;
        this.roster = roster;
    }

    RuntimeState genesis() {
        return RuntimeState.genesis(roster.draw(0));
    }

    /** State after a block in {@code slot} whose parent left {@code before}. */
    RuntimeState after(RuntimeState before, long number, long slot) {
        long epoch = before.committeeEpoch();
        Seats committee = before.committee();
        Seats next = before.next();
        Seats aura = before.aura();
        Seats queued = null;
        if (number == 1) {
            // Genesis cannot know when the chain will start: the first block puts the real epoch in.
            epoch = spec.epochOf(slot);
        }
        if (before.queued() != null) {
            aura = unlessEqual(aura, before.queued());
        }
        if (next != null && spec.epochOf(slot) > epoch) {
            committee = next;
            epoch++;
            next = null;
            if (spec.rotation() == RotationDelay.NOW) {
                aura = unlessEqual(aura, committee);
            } else {
                queued = committee;
            }
        }
        // Authors put the next committee into a block when it was unknown after the parent: never in the rotating
        // block.
        if (before.next() == null && mayBeKnown(epoch + 1, slot)) {
            next = seeded.chance(Purpose.UNCHANGED_COMMITTEE, epoch + 1, spec.unchangedRate())
                    ? committee
                    : roster.draw(epoch + 1);
        }
        long setId = before.grandpaSetId() + (aura.equals(before.aura()) ? 0 : 1);
        RuntimeState after = new RuntimeState(epoch, committee, next, aura, queued, setId);
        return after.equals(before) ? before : after;
    }

    private static Seats unlessEqual(Seats old, Seats changed) {
        return old.equals(changed) ? old : changed;
    }

    private boolean mayBeKnown(long epoch, long slot) {
        if (!seeded.chance(Purpose.LATE_COMMITTEE, epoch, spec.lateRotationRate())) {
            return true;
        }
        int late = 1 + seeded.below(Purpose.LATE_BY, epoch, Math.min(MOST_SLOTS_LATE, spec.slotsPerEpoch()));
        return slot >= epoch * spec.slotsPerEpoch() + late;
    }
}

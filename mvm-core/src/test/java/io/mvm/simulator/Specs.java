package io.mvm.simulator;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** A clock that stands still, and the specs that several tests start from. */
final class Specs {
    static final Clock NOON = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    private Specs() {}

    /** Four slots to an epoch, three seats, nothing left to chance but who sits where. */
    static NetworkSpecBuilder tiny() {
        return NetworkSpec.builder()
                .slotsPerEpoch(4)
                .permissionedSeats(3)
                .permissionedCandidates(9)
                .registeredSeats(0)
                .registeredCandidates(0)
                .firstSlot(9)
                .extrinsics(0);
    }

    /** Everything that can happen does, within a few thousand slots. */
    static NetworkSpecBuilder rough() {
        return NetworkSpec.builder()
                .seed(7)
                .slotsPerEpoch(40)
                .seats(13)
                .outsiders(3)
                .missRate(0.1)
                .extraMissRate(0, 0.5)
                .orphanRate(0.05)
                .maxReorgDepth(4)
                .lateRotationRate(0.3)
                .unchangedRate(0.2)
                .historyEpochs(50);
    }
}

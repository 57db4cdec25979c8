package io.mvm.simulator;

import java.util.Map;
import java.util.OptionalLong;

/**
 * Everything that decides what a simulated network is. The same spec on the same clock gives the same hashes.
 *
 * @param seed all coincidence comes from it
 * @param chainName what {@code system_chain} answers
 * @param slotDurationMs length of a slot in milliseconds
 * @param slotsPerEpoch slots of one sidechain epoch
 * @param permissionedSeats P of the D-parameter
 * @param registeredSeats R of the D-parameter
 * @param permissionedCandidates validators on the permissioned list; they come first in the roster
 * @param registeredCandidates validators registered as stake-pool operators; second in the roster
 * @param outsiders validators that sit in committees but are in no answer about candidates; last in the roster
 * @param rotation when a new committee becomes the Aura set
 * @param duplicateSeats whether one validator may hold several seats
 * @param missRate share of slots whose owner makes no block, 0 to 1
 * @param extraMissRates added for single validators, by their place in the roster
 * @param orphanRate probability for each slot that a fork begins there
 * @param maxReorgDepth how many best blocks a fork of chance may drop at the most; 0 leaves only orphans that never were best
 * @param finalityLag how many blocks finality is behind the best head
 * @param historyEpochs epochs that exist at once when the chain is created
 * @param firstSlot slot at which the chain starts; else it follows from the clock and the history's length
 * @param mainchainFirstEpochMs start of mainchain epoch 0, Unix milliseconds
 * @param mainchainEpochMs length of a mainchain epoch in milliseconds
 * @param lateRotationRate probability for each epoch that its committee becomes known only after the epoch began
 * @param unchangedRate probability for each epoch that the committee stays as it is, so that no log is written
 * @param specVersion runtime version, such as 18001 for 0.18.1
 * @param extrinsics random extrinsics in a block at the most
 */
public record NetworkSpec(
        long seed,
        String chainName,
        long slotDurationMs,
        int slotsPerEpoch,
        int permissionedSeats,
        int registeredSeats,
        int permissionedCandidates,
        int registeredCandidates,
        int outsiders,
        RotationDelay rotation,
        boolean duplicateSeats,
        double missRate,
        Map<Integer, Double> extraMissRates,
        double orphanRate,
        int maxReorgDepth,
        int finalityLag,
        int historyEpochs,
        OptionalLong firstSlot,
        long mainchainFirstEpochMs,
        long mainchainEpochMs,
        double lateRotationRate,
        double unchangedRate,
        int specVersion,
        int extrinsics) {

    public NetworkSpec {
        extraMissRates = Map.copyOf(extraMissRates);
        atLeast(1, slotDurationMs, "slotDurationMs");
        atLeast(1, slotsPerEpoch, "slotsPerEpoch");
        atLeast(0, permissionedSeats, "permissionedSeats");
        atLeast(0, registeredSeats, "registeredSeats");
        atLeast(1, (long) permissionedSeats + registeredSeats, "permissionedSeats + registeredSeats");
        atLeast(permissionedSeats > 0 ? 1 : 0, (long) permissionedCandidates + outsiders, "permissioned candidates");
        atLeast(registeredSeats > 0 ? 1 : 0, registeredCandidates, "registeredCandidates");
        if (!duplicateSeats) {
            atLeast(permissionedSeats, (long) permissionedCandidates + outsiders, "permissioned candidates");
            atLeast(registeredSeats, registeredCandidates, "registeredCandidates");
        }
        ratio(missRate, "missRate");
        ratio(orphanRate, "orphanRate");
        ratio(lateRotationRate, "lateRotationRate");
        ratio(unchangedRate, "unchangedRate");
        atLeast(0, maxReorgDepth, "maxReorgDepth");
        atLeast(0, finalityLag, "finalityLag");
        atLeast(0, historyEpochs, "historyEpochs");
        atLeast(1, mainchainEpochMs, "mainchainEpochMs");
        atLeast(0, extrinsics, "extrinsics");
    }

    /** A builder with the defaults: 6 s slots, 300 of them per epoch, 12 seats, nothing missed, no forks, no history. */
    public static NetworkSpecBuilder builder() {
        return new NetworkSpecBuilder();
    }

    /** Seats in a committee. */
    public int seats() {
        return permissionedSeats + registeredSeats;
    }

    /** Validators of all three kinds. */
    public int validators() {
        return permissionedCandidates + registeredCandidates + outsiders;
    }

    /** The sidechain epoch of a slot. */
    public long epochOf(long slot) {
        return slot / slotsPerEpoch;
    }

    private static void atLeast(long least, long value, String what) {
        if (value < least) {
            throw new IllegalArgumentException(what + " is " + value + ", expected at least " + least);
        }
    }

    private static void ratio(double value, String what) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " is " + value + ", expected 0 to 1");
        }
    }
}

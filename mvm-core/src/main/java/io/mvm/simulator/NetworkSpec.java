package io.mvm.simulator;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

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
 * @param outsiders validators that sit in committees but are in no answer about candidates; third in the roster
 * @param unregistered validators that have keys and nothing else; fourth in the roster
 * @param invalid validators whose only registration is invalid, so that they never have a seat; fifth in the roster
 * @param pending validators whose registration counts only from a later mainchain epoch on, by how many epochs after the
 *     chain's creation (1 or 2); last in the roster, the sooner ones first
 * @param wrongAuraKeys places in the roster of validators whose node holds another Aura key than the registered one: they
 *     own slots and author none
 * @param rotation when a new committee becomes the Aura set
 * @param duplicateSeats whether one validator may hold several seats
 * @param missRate share of slots whose owner makes no block, 0 to 1
 * @param extraMissRates added for single validators, by their place in the roster
 * @param stallEvery slots from the beginning of one stall of the whole network to the next; 0 for no stalls
 * @param stallSlots how many slots in a row nobody makes a block in a stall
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
        int unregistered,
        int invalid,
        Map<Integer, Integer> pending,
        Set<Integer> wrongAuraKeys,
        RotationDelay rotation,
        boolean duplicateSeats,
        double missRate,
        Map<Integer, Double> extraMissRates,
        int stallEvery,
        int stallSlots,
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

    /** How many mainchain epochs ahead candidates can be asked for, and so how far ahead a registration may be pending. */
    static final int EPOCHS_AHEAD = 2;

    public NetworkSpec {
        extraMissRates = Map.copyOf(extraMissRates);
        pending = Map.copyOf(pending);
        wrongAuraKeys = Set.copyOf(wrongAuraKeys);
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
        atLeast(0, unregistered, "unregistered");
        atLeast(0, invalid, "invalid");
        pending.forEach((ahead, count) -> {
            if (ahead < 1 || ahead > EPOCHS_AHEAD) {
                throw new IllegalArgumentException(
                        "a registration is pending for " + ahead + " mainchain epochs, expected 1 to " + EPOCHS_AHEAD);
            }
            atLeast(0, count, "pending");
        });
        int roster = permissionedCandidates + registeredCandidates + outsiders + unregistered + invalid + sum(pending);
        for (int place : wrongAuraKeys) {
            if (place < 0 || place >= roster) {
                throw new IllegalArgumentException(
                        "a wrong Aura key is at place " + place + " of a roster of " + roster);
            }
        }
        atLeast(0, stallEvery, "stallEvery");
        atLeast(0, stallSlots, "stallSlots");
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

    /** Validators of all kinds. */
    public int validators() {
        return permissionedCandidates + registeredCandidates + outsiders + unregistered + invalid + sum(pending);
    }

    /** The mainchain epoch at a time in Unix milliseconds. */
    public long mainchainEpochAt(long ms) {
        return Math.floorDiv(ms - mainchainFirstEpochMs, mainchainEpochMs);
    }

    /** The sidechain epoch of a slot. */
    public long epochOf(long slot) {
        return slot / slotsPerEpoch;
    }

    private static int sum(Map<Integer, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
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

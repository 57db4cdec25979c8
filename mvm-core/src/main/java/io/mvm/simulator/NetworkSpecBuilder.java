package io.mvm.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Collects a {@link NetworkSpec}. Not safe for several threads. */
public final class NetworkSpecBuilder {
    private long seed = 1;
    private String chainName = "simulated";
    private long slotDurationMs = 6000;
    private int slotsPerEpoch = 300;
    private int permissionedSeats = 8;
    private int registeredSeats = 4;
    private int permissionedCandidates = 8;
    private int registeredCandidates = 4;
    private int outsiders = 0;
    private int unregistered = 0;
    private int invalid = 0;
    private Set<Integer> wrongAuraKeys = Set.of();
    private int stallEvery = 0;
    private int stallSlots = 0;
    private RotationDelay rotation = RotationDelay.NOW;
    private boolean duplicateSeats = true;
    private double missRate = 0;
    private double orphanRate = 0;
    private int maxReorgDepth = 1;
    private int finalityLag = 3;
    private int historyEpochs = 0;
    private long mainchainFirstEpochMs = 1_666_656_000_000L;
    private long mainchainEpochMs = 86_400_000;
    private double lateRotationRate = 0;
    private double unchangedRate = 0;
    private int specVersion = 18_001;
    private int extrinsics = 2;
    private final Map<Integer, Integer> pending = new HashMap<>();
    private final Map<Integer, Double> extraMissRates = new HashMap<>();
    private OptionalLong firstSlot = OptionalLong.empty();

    NetworkSpecBuilder() {}

    /** All coincidence comes from it. */
    public NetworkSpecBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** What {@code system_chain} answers. */
    public NetworkSpecBuilder chainName(String value) {
        chainName = value;
        return this;
    }

    /** Length of a slot in milliseconds. */
    public NetworkSpecBuilder slotDurationMs(long value) {
        slotDurationMs = value;
        return this;
    }

    /** Slots of one sidechain epoch. */
    public NetworkSpecBuilder slotsPerEpoch(int value) {
        slotsPerEpoch = value;
        return this;
    }

    /** P of the D-parameter. */
    public NetworkSpecBuilder permissionedSeats(int value) {
        permissionedSeats = value;
        return this;
    }

    /** R of the D-parameter. */
    public NetworkSpecBuilder registeredSeats(int value) {
        registeredSeats = value;
        return this;
    }

    /** Validators on the permissioned list. */
    public NetworkSpecBuilder permissionedCandidates(int value) {
        permissionedCandidates = value;
        return this;
    }

    /** Validators registered as stake-pool operators. */
    public NetworkSpecBuilder registeredCandidates(int value) {
        registeredCandidates = value;
        return this;
    }

    /** Committee members that are no candidates. */
    public NetworkSpecBuilder outsiders(int value) {
        outsiders = value;
        return this;
    }

    /** Validators that have keys, but are neither candidates nor members of any committee. */
    public NetworkSpecBuilder unregistered(int value) {
        unregistered = value;
        return this;
    }

    /** Validators whose only registration is invalid, and which therefore never sit in a committee. */
    public NetworkSpecBuilder invalid(int value) {
        invalid = value;
        return this;
    }

    /**
     * Validators whose registration counts only later: it is in the answers for the mainchain epoch {@code epochsAhead} (1
     * or 2) after the chain's creation and for later ones, and committees are drawn with it from then on.
     */
    public NetworkSpecBuilder pending(int count, int epochsAhead) {
        pending.put(epochsAhead, count);
        return this;
    }

    /** Places in the roster of validators whose node holds another Aura key than the registered one. */
    public NetworkSpecBuilder wrongAuraKeys(Integer... places) {
        wrongAuraKeys = Set.of(places);
        return this;
    }

    /** In every {@code everySlots} slots there are {@code slots} in a row in which nobody makes a block. */
    public NetworkSpecBuilder stalls(int everySlots, int slots) {
        stallEvery = everySlots;
        stallSlots = slots;
        return this;
    }

    /** When a new committee becomes the Aura set. */
    public NetworkSpecBuilder rotation(RotationDelay value) {
        rotation = value;
        return this;
    }

    /** Whether one validator may hold several seats. */
    public NetworkSpecBuilder duplicateSeats(boolean value) {
        duplicateSeats = value;
        return this;
    }

    /** Share of slots whose owner makes no block. */
    public NetworkSpecBuilder missRate(double value) {
        missRate = value;
        return this;
    }

    /** Probability for each slot that a fork begins there. */
    public NetworkSpecBuilder orphanRate(double value) {
        orphanRate = value;
        return this;
    }

    /** Best blocks that a fork of chance may drop at the most. */
    public NetworkSpecBuilder maxReorgDepth(int value) {
        maxReorgDepth = value;
        return this;
    }

    /** Blocks that finality is behind the best head. */
    public NetworkSpecBuilder finalityLag(int value) {
        finalityLag = value;
        return this;
    }

    /** Epochs that exist at once. */
    public NetworkSpecBuilder historyEpochs(int value) {
        historyEpochs = value;
        return this;
    }

    /** Start of mainchain epoch 0, Unix milliseconds. */
    public NetworkSpecBuilder mainchainFirstEpochMs(long value) {
        mainchainFirstEpochMs = value;
        return this;
    }

    /** Length of a mainchain epoch in milliseconds. */
    public NetworkSpecBuilder mainchainEpochMs(long value) {
        mainchainEpochMs = value;
        return this;
    }

    /** Probability for each epoch that its committee is known late. */
    public NetworkSpecBuilder lateRotationRate(double value) {
        lateRotationRate = value;
        return this;
    }

    /** Probability for each epoch that the committee stays as it is. */
    public NetworkSpecBuilder unchangedRate(double value) {
        unchangedRate = value;
        return this;
    }

    /** Runtime version, such as 18001 for 0.18.1. */
    public NetworkSpecBuilder specVersion(int value) {
        specVersion = value;
        return this;
    }

    /** Random extrinsics in a block at the most. */
    public NetworkSpecBuilder extrinsics(int value) {
        extrinsics = value;
        return this;
    }

    /** Adds to the miss rate of the validator at a place in the roster. */
    public NetworkSpecBuilder extraMissRate(int validator, double rate) {
        extraMissRates.put(validator, rate);
        return this;
    }

    /** The slot at which the chain starts, whatever the clock says. */
    public NetworkSpecBuilder firstSlot(long slot) {
        firstSlot = OptionalLong.of(slot);
        return this;
    }

    /** So many seats, two thirds of them permissioned, and half as many candidates, so that seats repeat. */
    public NetworkSpecBuilder seats(int seats) {
        registeredSeats = seats / 3;
        permissionedSeats = seats - registeredSeats;
        registeredCandidates = (registeredSeats + 1) / 2;
        permissionedCandidates = (permissionedSeats + 1) / 2;
        return this;
    }

    /**
     * The spec.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public NetworkSpec build() {
        return new NetworkSpec(
                seed,
                chainName,
                slotDurationMs,
                slotsPerEpoch,
                permissionedSeats,
                registeredSeats,
                permissionedCandidates,
                registeredCandidates,
                outsiders,
                unregistered,
                invalid,
                pending,
                wrongAuraKeys,
                rotation,
                duplicateSeats,
                missRate,
                extraMissRates,
                stallEvery,
                stallSlots,
                orphanRate,
                maxReorgDepth,
                finalityLag,
                historyEpochs,
                firstSlot,
                mainchainFirstEpochMs,
                mainchainEpochMs,
                lateRotationRate,
                unchangedRate,
                specVersion,
                extrinsics);
    }
}

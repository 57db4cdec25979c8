package io.mvm.simulator;

import io.mvm.simulator.Seeded.Purpose;
import io.mvm.simulator.SimulatedValidator.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The validators of a network, and the draw of a committee from them. Immutable. */
final class Roster {
    private static final long LEAST_STAKE = 50_000_000_000L;
    private static final int STAKE_SPREAD = 2_000_000;
    private static final long MILLION = 1_000_000;

    private final NetworkSpec spec;
    private final Seeded seeded;
    private final List<SimulatedValidator> validators;

    /**
     * The validators of this spec.
     *
     * @param createdMs when the chain is created, Unix milliseconds: registrations are pending from then
     */
    Roster(NetworkSpec spec, Seeded seeded, long createdMs) {
        this.spec = spec;
        this.seeded = seeded;
        List<SimulatedValidator> all = new ArrayList<>();
        add(all, spec.permissionedCandidates(), Kind.PERMISSIONED, OptionalLong.empty());
        add(all, spec.registeredCandidates(), Kind.REGISTERED, OptionalLong.empty());
        add(all, spec.outsiders(), Kind.OUTSIDER, OptionalLong.empty());
        add(all, spec.unregistered(), Kind.UNREGISTERED, OptionalLong.empty());
        add(all, spec.invalid(), Kind.INVALID, OptionalLong.empty());
        long epoch = spec.mainchainEpochAt(createdMs);
        for (int ahead = 1; ahead <= NetworkSpec.EPOCHS_AHEAD; ahead++) {
            add(all, spec.pending().getOrDefault(ahead, 0), Kind.PENDING, OptionalLong.of(epoch + ahead));
        }
        validators = List.copyOf(all);
    }

    private void add(List<SimulatedValidator> all, int count, Kind kind, OptionalLong registeredFrom) {
        for (int left = count; left > 0; left--) {
            int i = all.size();
            long stake = kind.hasPool() ? LEAST_STAKE + MILLION * seeded.below(Purpose.STAKE, i, STAKE_SPREAD) : 0;
            boolean wrongAuraKey = spec.wrongAuraKeys().contains(i);
            all.add(new SimulatedValidator(spec.seed(), i, kind, stake, registeredFrom, wrongAuraKey));
        }
    }

    List<SimulatedValidator> validators() {
        return validators;
    }

    SimulatedValidator at(int index) {
        return validators.get(index);
    }

    /**
     * The committee of an epoch: each candidate gets the whole part of its share, what is left is drawn by weight, and all
     * seats are shuffled, as the chain's own selection does it.
     */
    Seats draw(long epoch) {
        int[] holders = new int[spec.seats()];
        List<SimulatedValidator> permissioned = new ArrayList<>();
        List<SimulatedValidator> registered = new ArrayList<>();
        long mainchainEpoch = spec.mainchainEpochAt(epoch * spec.slotsPerEpoch() * spec.slotDurationMs());
        for (SimulatedValidator validator : validators) {
            if (registered(validator, mainchainEpoch)) {
                registered.add(validator);
            } else if (validator.kind() == Kind.PERMISSIONED || validator.kind() == Kind.OUTSIDER) {
                permissioned.add(validator);
            }
        }
        fill(holders, 0, spec.permissionedSeats(), permissioned, epoch);
        fill(holders, spec.permissionedSeats(), spec.seats(), registered, epoch);
        for (int i = holders.length - 1; i > 0; i--) {
            int j = seeded.below(Purpose.SHUFFLE, Seeded.mix(epoch) + i, i + 1);
            int held = holders[i];
            holders[i] = holders[j];
            holders[j] = held;
        }
        return new Seats(holders);
    }

    /** Whether a validator has a valid registration that counts in a mainchain epoch. */
    static boolean registered(SimulatedValidator validator, long mainchainEpoch) {
        return validator.kind() == Kind.REGISTERED
                || (validator.registeredFrom().isPresent()
                        && validator.registeredFrom().getAsLong() <= mainchainEpoch);
    }

    private void fill(int[] holders, int from, int to, List<SimulatedValidator> candidates, long epoch) {
        List<SimulatedValidator> left = new ArrayList<>(candidates);
        double total = left.stream().mapToDouble(Roster::weight).sum();
        int next = from;
        if (spec.duplicateSeats()) {
            for (SimulatedValidator candidate : candidates) {
                int whole = (int) (weight(candidate) / total * (to - from));
                for (int i = 0; i < whole && next < to; i++) {
                    holders[next++] = candidate.index();
                }
            }
        }
        while (next < to) {
            double at = (seeded.bits(Purpose.SEATS, Seeded.mix(epoch) + next) >>> 11) * 0x1p-53 * total;
            int chosen = 0;
            while (chosen < left.size() - 1 && at >= weight(left.get(chosen))) {
                at -= weight(left.get(chosen));
                chosen++;
            }
            holders[next++] = left.get(chosen).index();
            if (!spec.duplicateSeats()) {
                total -= weight(left.remove(chosen));
            }
        }
    }

    private static double weight(SimulatedValidator validator) {
        return validator.kind().hasPool() ? validator.stakeLovelace() : 1;
    }
}

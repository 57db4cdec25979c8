package io.mvm.simulator;

import io.mvm.simulator.Seeded.Purpose;
import io.mvm.simulator.SimulatedValidator.Kind;
import java.util.ArrayList;
import java.util.List;

/** The validators of a network, and the draw of a committee from them. Immutable. */
final class Roster {
    private static final long LEAST_STAKE = 50_000_000_000L;
    private static final int STAKE_SPREAD = 2_000_000;
    private static final long MILLION = 1_000_000;

    private final NetworkSpec spec;
    private final Seeded seeded;
    private final List<SimulatedValidator> validators;

    Roster(NetworkSpec spec, Seeded seeded) {
        this.spec = spec;
        this.seeded = seeded;
        List<SimulatedValidator> all = new ArrayList<>();
        for (int i = 0; i < spec.validators(); i++) {
            Kind kind = i < spec.permissionedCandidates()
                    ? Kind.PERMISSIONED
                    : i < spec.permissionedCandidates() + spec.registeredCandidates() ? Kind.REGISTERED : Kind.OUTSIDER;
            long stake =
                    kind == Kind.REGISTERED ? LEAST_STAKE + MILLION * seeded.below(Purpose.STAKE, i, STAKE_SPREAD) : 0;
            all.add(new SimulatedValidator(spec.seed(), i, kind, stake));
        }
        validators = List.copyOf(all);
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
        for (SimulatedValidator validator : validators) {
            (validator.kind() == Kind.REGISTERED ? registered : permissioned).add(validator);
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
        return validator.kind() == Kind.REGISTERED ? validator.stakeLovelace() : 1;
    }
}

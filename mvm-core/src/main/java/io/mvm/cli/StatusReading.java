package io.mvm.cli;

import io.mvm.chain.SidechainKey;
import io.mvm.chain.scale.ScaleException;
import io.mvm.config.MvmConfig;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcException;
import io.mvm.store.ChainReader;
import io.mvm.validator.OwnStanding;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * All that one look of {@code mvm status} brought.
 *
 * @param node what the node says
 * @param database what the database says, the maintenance window in progress among it
 * @param votes who votes on finality
 * @param ours our validators
 * @param complaints what could not be learnt of ours, in words
 */
record StatusReading(
        NodeReading node,
        DatabaseReading database,
        VoteReading votes,
        List<OwnStatus> ours,
        List<Health.Finding> complaints) {
    StatusReading {
        ours = List.copyOf(ours);
        complaints = List.copyOf(complaints);
    }

    /** Looks at the database, the node and the keys. Throws for nothing it finds. */
    static StatusReading of(
            CommandEnvironment environment,
            MvmConfig config,
            ValidatorNames names,
            Supplier<ChainReader> open,
            Clock clock)
            throws InterruptedException {
        DatabaseReading database = DatabaseReading.of(config.database().path(), open, names, clock);
        try (ChainNode node = environment.node().apply(NodeSettings.once(config))) {
            NodeReading reading = NodeReading.of(node, environment.pause());
            if (reading.unreachable() != null) {
                // Asked for more it would keep the check waiting, and answer no better.
                return withoutNode(reading, database, names);
            }
            OwnReading keys = names.ours().isEmpty() ? null : OwnReading.of(node, config);
            ScheduleReading schedule = names.ours().isEmpty() ? null : schedule(node, names, open, clock);
            Set<String> voters = new HashSet<>();
            if (keys != null) {
                keys.validators().stream()
                        .map(own -> own.standing().grandpaKey())
                        .filter(key -> key != null)
                        .forEach(voters::add);
            }
            VoteReading votes = VoteReading.of(node, voters, environment.pause());
            return new StatusReading(
                    reading, database, votes, ours(names, database, keys, schedule, votes), complaints(keys));
        } catch (RpcException e) {
            return withoutNode(NodeReading.unreachable(e), database, names);
        }
    }

    private static StatusReading withoutNode(NodeReading gone, DatabaseReading database, ValidatorNames names) {
        return new StatusReading(
                gone, database, VoteReading.UNKNOWN, ours(names, database, null, null, VoteReading.UNKNOWN), List.of());
    }

    /** Null where the node does not tell enough. */
    private static ScheduleReading schedule(
            ChainNode node, ValidatorNames names, Supplier<ChainReader> open, Clock clock) {
        try {
            return ScheduleReading.of(node, names.ours(), open, clock);
        } catch (RpcException | ScaleException e) {
            return null;
        }
    }

    private static List<Health.Finding> complaints(OwnReading keys) {
        List<Health.Finding> complaints = new ArrayList<>();
        if (keys != null) {
            keys.complaints().forEach(text -> complaints.add(new Health.Finding(Health.Level.UNKNOWN, text)));
            keys.own()
                    .unassigned()
                    .forEach(source -> complaints.add(new Health.Finding(
                            Health.Level.DEGRADED,
                            "the " + source.source() + " "
                                    + (source.readable()
                                            ? "names no cross-chain key, so it is not known whose keys it holds"
                                            : source.problem()),
                            "keys")));
        }
        return complaints;
    }

    private static List<OwnStatus> ours(
            ValidatorNames names,
            DatabaseReading database,
            OwnReading keys,
            ScheduleReading schedule,
            VoteReading votes) {
        List<OwnStatus> ours = new ArrayList<>();
        for (SidechainKey key : names.ours()) {
            OwnReading.Own own = keys == null
                    ? null
                    : keys.validators().stream()
                            .filter(one -> one.key().equals(key))
                            .findFirst()
                            .orElse(null);
            ScheduleReading.Own duties = schedule == null
                    ? null
                    : schedule.own().stream()
                            .filter(one -> one.key().equals(key))
                            .findFirst()
                            .orElse(null);
            OwnStanding standing = own == null ? null : own.standing();
            ours.add(OwnStatus.of(
                    key,
                    names.label(key),
                    standing,
                    own == null ? null : own.nextSeats(),
                    duties,
                    nextSlotMs(schedule, duties),
                    committeeSize(schedule),
                    database.of(key),
                    standing == null ? VoteReading.Vote.UNKNOWN : votes.of(standing.grandpaKey()),
                    names.ours().size() > 1));
        }
        return ours;
    }

    private static Long nextSlotMs(ScheduleReading schedule, ScheduleReading.Own duties) {
        return duties == null || duties.plan() == null
                ? null
                : duties.plan()
                        .next()
                        .map(next -> schedule.node().slots().startOf(next.slot()))
                        .orElse(null);
    }

    private static Integer committeeSize(ScheduleReading schedule) {
        return schedule == null || schedule.node().forecast() == null
                ? null
                : schedule.node().forecast().current().size();
    }
}

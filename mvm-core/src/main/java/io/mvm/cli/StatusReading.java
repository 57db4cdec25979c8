package io.mvm.cli;

import io.mvm.config.MvmConfig;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcException;
import io.mvm.store.ChainReader;
import io.mvm.store.MaintenanceWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * All that one look of {@code mvm status} brought.
 *
 * @param node what the node says
 * @param database what the database says
 * @param votes who votes on finality
 * @param ours our validators, by name
 * @param maintenance the maintenance window in progress; null if there is none
 */
record StatusReading(
        NodeReading node,
        DatabaseReading database,
        VoteReading votes,
        List<OwnStatus> ours,
        MaintenanceWindow maintenance) {
    StatusReading {
        ours = List.copyOf(ours);
    }

    /** Looks at the node, the keys and the database. Throws for nothing it finds. */
    static StatusReading of(
            CommandEnvironment environment, MvmConfig config, ValidatorNames names, Supplier<ChainReader> open)
            throws InterruptedException {
        DatabaseReading database = DatabaseReading.of(config.database().path(), open, names);
        try (ChainNode node = environment.node().apply(NodeSettings.once(config))) {
            NodeReading reading = NodeReading.of(node, environment.pause());
            VoteReading votes = reading.unreachable() == null
                    ? VoteReading.of(node, Set.of(), environment.pause())
                    : VoteReading.UNKNOWN;
            return new StatusReading(reading, database, votes, ours(database, names), null);
        } catch (RpcException e) {
            NodeReading gone = NodeReading.unreachable(e);
            return new StatusReading(gone, database, VoteReading.UNKNOWN, ours(database, names), null);
        }
    }

    private static List<OwnStatus> ours(DatabaseReading database, ValidatorNames names) {
        List<OwnStatus> ours = new ArrayList<>();
        database.ours()
                .forEach(totals -> ours.add(new OwnStatus(
                        totals.validator().key(),
                        names.shown(totals.validator()),
                        totals.validator().registration(),
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        totals,
                        null,
                        0,
                        null,
                        VoteReading.Vote.UNKNOWN,
                        List.of())));
        return ours;
    }
}

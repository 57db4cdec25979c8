package io.mvm.cli;

import io.mvm.config.MvmConfig;
import io.mvm.store.ChainReader;
import io.mvm.store.EpochPerformance;
import io.mvm.store.KnownValidator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvm query epochs}. */
@Command(
        name = "epochs",
        description = {
            "Owed slots of each sidechain epoch and what became of them, newest first.",
            "OWED, MISSED and LOST are as seen at the head; ALONE, NET, NODE and MAINT are judged misses. An epoch is complete,"
                    + " running, or partial: not stored from its start, or with a gap."
        },
        footer = {
            "",
            "Examples:",
            "  mvm query epochs --limit 12",
            "  mvm query epochs --ours",
            "  mvm query epochs --validator 0x0287d6 --limit 0 --csv > epochs.csv"
        })
final class QueryEpochsCommand implements Callable<Integer> {
    private final MvmCommand root;

    @Mixin
    private OwnerOptions whose;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Epochs at the most, 0 for all. Default: ${DEFAULT-VALUE}.")
    private long limit;

    @Mixin
    private RowOptions rows;

    @Mixin
    private DatabaseOptions database;

    QueryEpochsCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        long most = RowOptions.most(limit);
        MvmConfig config = database.config(root);
        ChainReader reader = database.open(config);
        List<KnownValidator> owners = whose.owners(reader, new ValidatorNames(config));
        List<EpochPerformance> epochs = reader.judgements().epochs(owners, most);
        Output output = root.output();
        try (Rows<EpochPerformance> sink =
                output.rows(rows.format(), reader.chain().name(), "epochs", columns())) {
            epochs.forEach(sink);
        }
        if (rows.table()) {
            output.line(
                    epochs.isEmpty()
                            ? whose.some() ? "no slot of theirs is stored" : "no owed slot is stored"
                            : Text.count(epochs.size(), "epoch"));
        }
        output.flush();
        return ExitStatus.OK;
    }

    private static List<Column<EpochPerformance>> columns() {
        List<Column<EpochPerformance>> columns = new ArrayList<>();
        columns.add(Column.number("epoch", "EPOCH", EpochPerformance::epoch));
        columns.add(Column.text("start_ms", "START", EpochPerformance::startMs, epoch -> minute(epoch.startMs())));
        columns.add(Column.number("owed", "OWED", epoch -> epoch.tally().owed()));
        columns.add(Column.data("produced", epoch -> epoch.tally().produced()));
        columns.add(Column.number("missed", "MISSED", epoch -> epoch.tally().missed()));
        columns.add(Column.number("orphaned", "LOST", epoch -> epoch.tally().orphaned()));
        columns.addAll(JudgedColumns.data(EpochPerformance::judged));
        columns.add(Column.people("ALONE", epoch -> Text.number(epoch.judged().alone())));
        columns.add(Column.people("NET", epoch -> Text.number(epoch.judged().network())));
        columns.add(Column.people("NODE", epoch -> Text.number(epoch.judged().node())));
        columns.add(Column.people("MAINT", epoch -> Text.number(epoch.judged().maintenance())));
        columns.add(Column.text("state", "STATE", QueryEpochsCommand::state, QueryEpochsCommand::state));
        return columns;
    }

    private static String state(EpochPerformance epoch) {
        return epoch.extent().name().toLowerCase(Locale.ROOT);
    }

    /** Epochs start on the minute, or near it; the rest would take the width of a number. */
    private static String minute(Long unixMs) {
        return unixMs == null ? Text.UNKNOWN : Text.time(unixMs).substring(0, "2026-11-20T22:00".length()) + "Z";
    }
}

package io.mvm.cli;

import io.mvm.config.MvmConfig;
import io.mvm.store.ChainReader;
import io.mvm.store.ValidatorPerformance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvm query performance}. */
@Command(
        name = "performance",
        description = {
            "Owed slots of each validator and what became of them, the worst first.",
            "OWED and MISSED are as seen at the head. The rest is of judged slots: missed ALONE, with many others (NET), while"
                    + " our NODE was down, in maintenance (MAINT), or with a block that LOST. FAULT is the share of judged"
                    + " slots missed alone or by the node; SHARE is the share of all owed slots."
        },
        footer = {
            "",
            "A star marks ours. A key shown as aura:.. is an Aura key whose holder is not known.",
            "",
            "Examples:",
            "  mvm query performance --limit 10",
            "  mvm query performance --ours --epochs 12",
            "  mvm query performance --csv > performance.csv"
        })
final class QueryPerformanceCommand implements Callable<Integer> {
    private static final Comparator<ValidatorPerformance> WORST_FIRST = Comparator.comparingDouble(
                    (ValidatorPerformance one) -> -(fault(one) == null ? -1 : fault(one)))
            .thenComparingLong(one -> -one.ownFault())
            .thenComparingLong(one -> -one.tally().missed())
            .thenComparing(one -> one.validator().displayKey());

    private final MvmCommand root;

    @Option(names = "--ours", description = "Only ours.")
    private boolean ours;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "0",
            description = "Validators at the most, 0 for all. Default: ${DEFAULT-VALUE}.")
    private long limit;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "0",
            description = "Only slots of the newest N sidechain epochs, 0 for all. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Mixin
    private RowOptions rows;

    @Mixin
    private DatabaseOptions database;

    QueryPerformanceCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        if (limit < 0 || epochs < 0) {
            throw new CommandFailure(
                    ExitStatus.HOPELESS, "--limit is " + limit + " and --epochs " + epochs + ", expected 0 or more");
        }
        MvmConfig config = database.config(root);
        ValidatorNames names = new ValidatorNames(config);
        if (ours) {
            names.requireOurs();
        }
        ChainReader reader = database.open(config);
        List<ValidatorPerformance> all = reader.judgements().performance(epochs, reader.validators());
        long owed = all.stream().mapToLong(one -> one.tally().owed()).sum();
        List<ValidatorPerformance> shown = all.stream()
                .filter(one -> !ours || names.ours(one.validator().key()))
                .sorted(WORST_FIRST)
                .limit(limit == 0 ? Long.MAX_VALUE : limit)
                .toList();
        Output output = root.output();
        try (Rows<ValidatorPerformance> sink =
                output.rows(rows.format(), reader.chain().name(), "performance", columns(names, owed))) {
            shown.forEach(sink);
        }
        if (rows.table()) {
            output.line(
                    shown.isEmpty() && ours
                            ? "none of ours has owed a slot in " + (epochs == 0 ? "the stored blocks" : "these epochs")
                            : Text.number(shown.size()) + " of " + Text.count(all.size(), "validator"));
        }
        output.flush();
        return ExitStatus.OK;
    }

    private List<Column<ValidatorPerformance>> columns(ValidatorNames names, long owed) {
        List<Column<ValidatorPerformance>> columns = new ArrayList<>();
        columns.add(Column.<ValidatorPerformance>text(
                        "validator",
                        "VALIDATOR",
                        one -> one.validator().displayKey(),
                        one -> names.shown(one.validator()))
                .styled(one -> names.ours(one.validator().key()) ? Style.BOLD : Style.PLAIN));
        columns.add(Column.data("label", one -> names.label(one.validator().key())));
        columns.add(Column.data("ours", one -> names.ours(one.validator().key())));
        columns.add(Column.number("owed", "OWED", one -> one.tally().owed()));
        columns.add(Column.data("produced", one -> one.tally().produced()));
        columns.add(Column.number("missed", "MISSED", one -> one.tally().missed()));
        columns.add(Column.data("orphaned", one -> one.tally().orphaned()));
        columns.addAll(JudgedColumns.data(ValidatorPerformance::judged));
        // For people alone: the same numbers stand under their full names in the data.
        columns.add(Column.people("ALONE", one -> Text.number(one.judged().alone())));
        columns.add(Column.people("NET", one -> Text.number(one.judged().network())));
        columns.add(Column.people("NODE", one -> Text.number(one.judged().node())));
        columns.add(Column.people("MAINT", one -> Text.number(one.judged().maintenance())));
        columns.add(Column.people("LOST", one -> Text.number(one.judged().orphaned())));
        columns.add(Column.<ValidatorPerformance>right(
                        "own_fault_ratio",
                        "FAULT",
                        QueryPerformanceCommand::fault,
                        one -> Text.percent(one.ownFault(), one.judged().owed()))
                .styled(one -> one.ownFault() > 0 && names.ours(one.validator().key()) ? Style.WARNING : Style.PLAIN));
        columns.add(Column.right(
                "owed_share_ratio",
                "SHARE",
                one -> owed == 0 ? null : (double) one.tally().owed() / owed,
                one -> Text.percent(one.tally().owed(), owed)));
        return columns;
    }

    /** Share of the judged slots that were missed by the validator's own fault; null while none is judged. */
    private static Double fault(ValidatorPerformance one) {
        return one.judged().owed() == 0
                ? null
                : (double) one.ownFault() / one.judged().owed();
    }
}

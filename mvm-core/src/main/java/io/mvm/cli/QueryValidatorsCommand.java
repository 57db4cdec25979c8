package io.mvm.cli;

import io.mvm.config.MvmConfig;
import io.mvm.duty.Tally;
import io.mvm.store.ChainReader;
import io.mvm.store.ValidatorTotals;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvm query validators}. */
@Command(
        name = "validators",
        description = "Owed, produced, missed and orphaned slots of each validator, over all stored blocks.",
        footer = {
            "",
            "A star marks ours. A key shown as aura:.. is an Aura key whose holder is not known.",
            "",
            "Examples:",
            "  mvm query validators --limit 10",
            "  mvm query validators --ours --json"
        })
final class QueryValidatorsCommand implements Callable<Integer> {
    private final MvmCommand root;

    @Option(names = "--ours", description = "Only ours (validator.ours).")
    private boolean ours;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "0",
            description = "Validators at the most, 0 for all. Default: ${DEFAULT-VALUE}.")
    private long limit;

    @Mixin
    private RowOptions rows;

    @Mixin
    private DatabaseOptions database;

    QueryValidatorsCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        MvmConfig config = database.config(root);
        ValidatorNames names = new ValidatorNames(config);
        if (ours) {
            names.requireOurs();
        }
        long most = RowOptions.most(limit);
        ChainReader reader = database.open(config);
        List<ValidatorTotals> all = reader.totals();
        List<ValidatorTotals> shown = all.stream()
                .filter(one -> !ours || names.ours(one.validator().key()))
                .limit(most)
                .toList();
        Output output = root.output();
        try (Rows<ValidatorTotals> sink =
                output.rows(rows.format(), reader.chain().name(), "validators", columns(names, root.clock()))) {
            shown.forEach(sink);
        }
        if (rows.table()) {
            output.line(
                    shown.isEmpty() && ours
                            ? "none of ours has owed a slot in the stored blocks"
                            : Text.number(shown.size()) + " of " + Text.count(all.size(), "validator"));
        }
        output.flush();
        return ExitStatus.OK;
    }

    static List<Column<ValidatorTotals>> columns(ValidatorNames names, Clock clock) {
        List<Column<ValidatorTotals>> columns = new ArrayList<>(List.of(
                Column.<ValidatorTotals>text(
                                "validator",
                                "VALIDATOR",
                                one -> one.validator().displayKey(),
                                one -> names.shown(one.validator()))
                        .styled(one -> names.ours(one.validator().key()) ? Style.BOLD : Style.PLAIN),
                Column.data("label", one -> names.label(one.validator().key())),
                Column.data("ours", one -> names.ours(one.validator().key())),
                Column.data(
                        "aura_keys",
                        one -> one.validator().auraKeys().stream()
                                .map(key -> key.hex())
                                .toList()),
                Column.text(
                        "registration",
                        "STATUS",
                        one -> one.validator().registration(),
                        one -> Text.or(one.validator().registration())),
                Column.data("stake_lovelace", one -> one.validator().stakeLovelace()),
                Column.number("owed", "OWED", one -> one.tally().owed()),
                Column.number("produced", "MADE", one -> one.tally().produced()),
                Column.<ValidatorTotals>number(
                                "missed", "MISSED", one -> one.tally().missed())
                        .styled(one -> one.tally().missed() > 0
                                        && names.ours(one.validator().key())
                                ? Style.WARNING
                                : Style.PLAIN),
                Column.number("orphaned", "LOST", one -> one.tally().orphaned()),
                Column.right("produced_ratio", "RATE", one -> ratio(one.tally()), one -> rate(one.tally())),
                Column.data("equivocation_slots", one -> one.equivocations().slots()),
                Column.data("last_block", ValidatorTotals::lastNumber),
                Column.right(
                        "last_block_timestamp_ms",
                        "LAST",
                        ValidatorTotals::lastTimestampMs,
                        one -> Text.age(one.lastTimestampMs(), clock))));
        columns.addAll(JudgedColumns.data(ValidatorTotals::judged));
        return columns;
    }

    static Double ratio(Tally tally) {
        return tally.owed() == 0 ? null : (double) tally.produced() / tally.owed();
    }

    static String rate(Tally tally) {
        return Text.percent(tally.produced(), tally.owed());
    }
}

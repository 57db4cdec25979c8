package io.mvm.cli;

import io.mvm.chain.SidechainKey;
import io.mvm.config.ValidatorConfig;
import io.mvm.daemon.OwnSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mvm labels list}. */
@Command(
        name = "list",
        description =
                "Names of validators in force: from validator.labels-file, and those of ours from the configuration.",
        footer = {"", "Examples:", "  mvm labels list", "  mvm labels list --csv"})
final class LabelsListCommand implements Callable<Integer> {
    private record Row(SidechainKey key, String label, String from) {}

    private final MvmCommand root;

    @Mixin
    private RowOptions format;

    LabelsListCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        var config = root.config(Map.of());
        ValidatorConfig validator = config.validator();
        Map<SidechainKey, String> own = OwnSettings.ownLabels(validator);
        List<Column<Row>> columns = List.of(
                Column.text(
                        "validator",
                        "VALIDATOR",
                        row -> row.key().hex(),
                        row -> row.key().hex()),
                Column.text("label", "LABEL", Row::label, Row::label),
                Column.data("from", Row::from));
        Output output = root.output();
        try (Rows<Row> rows = output.rows(format.format(), config.integration().chainId(), "labels", columns)) {
            OwnSettings.labels(validator).entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> new Row(
                            entry.getKey(),
                            entry.getValue(),
                            own.containsKey(entry.getKey()) ? "configuration" : "file"))
                    .forEach(rows);
            if (rows.count() == 0 && format.table()) {
                output.line("no validator has a name; set validator.label or validator.labels-file");
            }
        }
        output.flush();
        return ExitStatus.OK;
    }
}

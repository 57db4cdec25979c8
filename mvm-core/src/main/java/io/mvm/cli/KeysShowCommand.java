package io.mvm.cli;

import io.mvm.chain.SidechainKey;
import io.mvm.config.ValidatorConfig;
import io.mvm.daemon.OwnSettings;
import io.mvm.validator.KeyType;
import io.mvm.validator.LocalKeys;
import io.mvm.validator.OwnValidators;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mvm keys show}. */
@Command(
        name = "show",
        description = "The keys on this machine: keystores by the names of their files, and keys files. Asks no node.",
        footer = {
            "",
            "Exit status: 0 all could be read; 2 something could not, or nothing is configured.",
            "",
            "Examples:",
            "  mvm keys show",
            "  mvm keys show --keystore /var/lib/midnight/chains/midnight/keystore",
            "  mvm keys show --json | jq -r '.sources[].warnings[]'"
        })
final class KeysShowCommand implements Callable<Integer> {
    private record Row(LocalKeys source, KeyType type, String key) {}

    private final MvmCommand root;

    @Mixin
    private OwnOptions options;

    @Mixin
    private RowOptions format;

    KeysShowCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Map<String, Object> overrides = new HashMap<>();
        options.override(overrides);
        ValidatorConfig config = root.config(overrides).validator();
        OwnValidators own = OwnSettings.own(config);
        if (own.local().isEmpty() && own.ours().isEmpty()) {
            throw new CommandFailure(ExitStatus.HOPELESS, KeysCommand.NONE_CONFIGURED);
        }
        Map<SidechainKey, String> labels = OwnSettings.labels(config);
        Output output = root.output();
        switch (format.format()) {
            case CSV -> csv(output, own);
            case JSON -> output.document(document(own, labels));
            case TABLE -> print(output, own, labels);
        }
        output.flush();
        return own.local().stream().allMatch(LocalKeys::readable) ? ExitStatus.OK : ExitStatus.HOPELESS;
    }

    private static void csv(Output output, OwnValidators own) {
        List<Column<Row>> columns = List.of(
                Column.data("source", row -> row.source().source()),
                Column.data("type", row -> row.type().id()),
                Column.data("key", Row::key));
        try (Rows<Row> rows = output.rows(Output.Format.CSV, "", "keys", columns)) {
            own.local().forEach(source -> rows(source).forEach(rows));
        }
    }

    private static List<Row> rows(LocalKeys source) {
        List<Row> rows = new ArrayList<>();
        for (KeyType type : KeyType.values()) {
            source.of(type).stream().sorted().forEach(key -> rows.add(new Row(source, type, key)));
        }
        return rows;
    }

    private static Map<String, Object> document(OwnValidators own, Map<SidechainKey, String> labels) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("sources", sources(own));
        document.put(
                "validators",
                own.ours().stream()
                        .map(key -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("validator", key.hex());
                            one.put("label", labels.get(key));
                            return one;
                        })
                        .toList());
        return document;
    }

    /** What was read, for programs. */
    static List<Map<String, Object>> sources(OwnValidators own) {
        return own.local().stream()
                .map(source -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("source", source.source());
                    one.put("problem", source.problem());
                    one.put(
                            "keys",
                            rows(source).stream()
                                    .map(row -> Map.of("type", row.type().id(), "key", row.key()))
                                    .toList());
                    one.put("warnings", source.warnings());
                    one.put("notes", source.notes());
                    return one;
                })
                .toList();
    }

    private static void print(Output output, OwnValidators own, Map<SidechainKey, String> labels) {
        boolean color = output.color();
        boolean first = true;
        for (LocalKeys source : own.local()) {
            if (!first) {
                output.line("");
            }
            first = false;
            output.line(Style.BOLD.apply(source.source(), color));
            if (!source.readable()) {
                paragraph(output, Style.BAD, "  ! ", "it " + source.problem());
                continue;
            }
            String of = own.ours().stream()
                    .filter(key -> own.of(key).contains(source))
                    .map(key -> labels.getOrDefault(key, Text.shortHex(key.hex())))
                    .collect(Collectors.joining(", "));
            output.line("  " + Style.DIM.apply("of", color) + "    "
                    + (of.isEmpty() ? "nobody known: it names no cross-chain key" : of));
            rows(source)
                    .forEach(
                            row -> output.line("  " + Style.DIM.apply(row.type().id(), color) + "  " + row.key()));
            source.warnings().forEach(warning -> paragraph(output, Style.WARNING, "  ! ", warning));
            source.notes().forEach(note -> paragraph(output, Style.DIM, "  - ", note));
        }
        List<SidechainKey> bare =
                own.ours().stream().filter(key -> own.of(key).isEmpty()).toList();
        if (!bare.isEmpty()) {
            output.line(first ? "" : System.lineSeparator() + Style.BOLD.apply("Without keys here", color));
            bare.forEach(key -> output.line("  " + key.hex()
                    + (labels.containsKey(key) ? System.lineSeparator() + "        " + labels.get(key) : "")));
        }
    }

    private static void paragraph(Output output, Style style, String mark, String text) {
        String before = mark;
        for (String line : Text.wrapped(text, 80 - mark.length())) {
            output.line(style.apply(before + line, output.color()));
            before = " ".repeat(mark.length());
        }
    }
}

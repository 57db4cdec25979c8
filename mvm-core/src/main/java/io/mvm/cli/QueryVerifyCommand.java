package io.mvm.cli;

import io.mvm.store.ChainReader;
import io.mvm.store.RecountCheck;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mvm query verify}. */
@Command(
        name = "verify",
        description = {
            "Counts every number that is shown anew from the rows and compares. Also works out authors, owners of empty"
                    + " slots and epochs anew, and checks the file itself.",
            "Reads one state of the database: a running sync goes on meanwhile."
        },
        footer = {
            "",
            "Exit status: 0 if all agree, 1 if anything differs.",
            "",
            "Examples:",
            "  mvm query verify",
            "  mvm query verify --json | jq '.checks[] | select(.ok | not)'"
        })
final class QueryVerifyCommand implements Callable<Integer> {
    private static final List<Column<RecountCheck>> COLUMNS = List.of(
            Column.text("name", "CHECK", RecountCheck::name, RecountCheck::name),
            Column.number("rows", "ROWS", RecountCheck::rows),
            Column.data("expected", RecountCheck::expected),
            Column.data("found", RecountCheck::found),
            Column.data("faults", RecountCheck::faults),
            Column.<RecountCheck>text(
                            "ok",
                            "RESULT",
                            RecountCheck::ok,
                            check -> check.ok() ? "ok" : Text.count(check.faults(), "fault"))
                    .styled(check -> check.ok() ? Style.GOOD : Style.BAD),
            Column.data("examples", RecountCheck::examples));

    private final MvmCommand root;

    @Mixin
    private JsonOption json;

    @Mixin
    private DatabaseOptions database;

    QueryVerifyCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        ChainReader reader = database.open(database.config(root));
        // Millions of blocks take a while: a person is told what goes on.
        Consumer<String> progress = root.environment().terminal()
                ? step -> root.environment().err().println("looking at " + step)
                : step -> {};
        List<RecountCheck> checks = reader.recount().run(progress);
        boolean ok = checks.stream().allMatch(RecountCheck::ok);
        Output output = root.output();
        if (json.wanted()) {
            output.document(new Facts()
                    .data("chain", reader.chain().name())
                    .data("database", reader.file())
                    .data("ok", ok)
                    .data("checks", Output.<RecountCheck>values(COLUMNS, checks))
                    .values());
        } else {
            print(output, checks, ok);
        }
        output.flush();
        return ok ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private static void print(Output output, List<RecountCheck> checks, boolean ok) {
        try (Rows<RecountCheck> table = output.rows(Output.Format.TABLE, "", "", COLUMNS)) {
            checks.forEach(table);
        }
        for (RecountCheck check : checks) {
            if (!check.ok()) {
                output.line("");
                output.line(Style.BAD.apply(check.name(), output.color()));
                check.examples().forEach(example -> output.line("  " + example));
                if (check.faults() > check.examples().size()) {
                    output.line("  and more, " + Text.number(check.faults()) + " in all");
                }
            }
        }
        output.line("");
        output.line(
                ok
                        ? Style.GOOD.apply("all checks agree with the rows", output.color())
                        : Style.BAD.apply("the database contradicts itself", output.color())
                                + "; restore a backup, or move it away and sync anew");
    }
}

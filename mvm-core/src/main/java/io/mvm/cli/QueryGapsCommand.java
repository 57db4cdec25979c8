package io.mvm.cli;

import io.mvm.store.ChainReader;
import io.mvm.store.Segment;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mvm query gaps}. */
@Command(
        name = "gaps",
        description = "Lists runs of blocks that are missing between the first and the last stored."
                + " 'mvm sync' fills them by itself.",
        footer = {"", "Examples:", "  mvm query gaps", "  mvm query gaps --csv"})
final class QueryGapsCommand implements Callable<Integer> {
    private static final List<Column<Segment>> COLUMNS = List.of(
            Column.number("from", "FROM", Segment::first),
            Column.number("to", "TO", Segment::last),
            Column.number("blocks", "BLOCKS", Segment::size));

    private final MvmCommand root;

    @Mixin
    private RowOptions rows;

    @Mixin
    private DatabaseOptions database;

    QueryGapsCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        ChainReader reader = database.open(database.config(root));
        List<Segment> gaps = reader.gaps();
        Output output = root.output();
        try (Rows<Segment> sink = output.rows(rows.format(), reader.chain().name(), "gaps", COLUMNS)) {
            gaps.forEach(sink);
        }
        if (rows.table()) {
            long missing = gaps.stream().mapToLong(Segment::size).sum();
            output.line(
                    gaps.isEmpty()
                            ? "no gaps"
                            : Text.count(gaps.size(), "gap") + ", " + Text.count(missing, "block") + " missing");
        }
        output.flush();
        return ExitStatus.OK;
    }
}

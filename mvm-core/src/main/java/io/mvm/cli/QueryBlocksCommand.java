package io.mvm.cli;

import io.mvm.chain.BlockHash;
import io.mvm.config.MvmConfig;
import io.mvm.store.BlockFilter;
import io.mvm.store.ChainReader;
import io.mvm.store.KnownValidator;
import io.mvm.store.StoredBlock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvm query blocks}. */
@Command(
        name = "blocks",
        description = "Lists stored blocks, newest first, or shows one by height or hash.",
        footer = {
            "",
            "Examples:",
            "  mvm query blocks                          the newest 20",
            "  mvm query blocks 1234567                  one, with everything known of it",
            "  mvm query blocks --author 0x0287d6        the newest of one validator",
            "  mvm query blocks --from 1 --limit 0 --oldest-first --csv > blocks.csv"
        })
final class QueryBlocksCommand implements Callable<Integer> {
    private final MvmCommand root;

    @Parameters(arity = "0..1", paramLabel = "BLOCK", description = "Height, or hash (0x and 64 digits).")
    private String block;

    @Option(names = "--from", paramLabel = "N", defaultValue = "0", description = "Lowest height.")
    private long from;

    @Option(names = "--to", paramLabel = "N", description = "Highest height.")
    private Long to;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Blocks at the most, 0 for all. Default: ${DEFAULT-VALUE}.")
    private long limit;

    @Option(
            names = "--author",
            paramLabel = "KEY",
            description =
                    "Only of this validator: sidechain key, Aura key, or 6 or more digits of the beginning of one.")
    private String author;

    @Option(names = "--oldest-first", description = "Ascending.")
    private boolean oldestFirst;

    @Mixin
    private RowOptions rows;

    @Mixin
    private DatabaseOptions database;

    QueryBlocksCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        if (from < 0 || limit < 0 || (to != null && to < from)) {
            throw new CommandFailure(
                    ExitStatus.HOPELESS,
                    "--from " + from + (to == null ? "" : " --to " + to) + " --limit " + limit
                            + " is no range, expected 0 <= from <= to and a limit of 0 or more");
        }
        MvmConfig config = database.config(root);
        ChainReader reader = database.open(config);
        ValidatorNames names = new ValidatorNames(config);
        Output output = root.output();
        if (block != null) {
            StoredBlock found = find(reader);
            if (rows.format() == Output.Format.CSV) {
                list(reader, names, output, found);
            } else if (rows.table()) {
                facts(found, names).print(output);
            } else {
                Facts facts = new Facts().data("chain", reader.chain().name());
                BlockColumns.list(names)
                        .forEach(column ->
                                facts.data(column.name(), column.value().apply(found)));
                output.document(facts.values());
            }
        } else {
            list(reader, names, output, null);
        }
        output.flush();
        return ExitStatus.OK;
    }

    private void list(ChainReader reader, ValidatorNames names, Output output, StoredBlock only) {
        KnownValidator of = author == null ? null : reader.validators().find(author);
        long[] newest = {-1};
        long shown;
        try (Rows<StoredBlock> sink =
                output.rows(rows.format(), reader.chain().name(), "blocks", BlockColumns.list(names))) {
            if (only != null) {
                sink.accept(only);
                return;
            }
            reader.blocks(
                    new BlockFilter(
                            from,
                            to == null ? Long.MAX_VALUE : to,
                            of,
                            limit == 0 ? Long.MAX_VALUE : limit,
                            oldestFirst),
                    row -> {
                        newest[0] = Math.max(newest[0], row.timestampMs() == null ? -1 : row.timestampMs());
                        sink.accept(row);
                    });
            shown = sink.count();
        }
        if (rows.table()) {
            output.line(
                    shown == 0
                            ? "no such block is stored"
                            : Text.count(shown, "block")
                                    + (newest[0] < 0 ? "" : ", the newest " + Text.age(newest[0], root.clock())));
        }
    }

    private StoredBlock find(ChainReader reader) {
        Optional<StoredBlock> found;
        try {
            found = block.length() >= 2 * BlockHash.LENGTH
                    ? reader.block(BlockHash.parse(block))
                    : reader.block(Long.parseLong(block.replace(",", "").replace("_", "")));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitStatus.HOPELESS,
                    "'" + block + "' is neither a height nor a hash, expected a number or 0x and "
                            + 2 * BlockHash.LENGTH + " hex digits");
        }
        return found.orElseThrow(() -> new CommandFailure(
                ExitStatus.FAILED,
                "block " + block + " is not stored; 'mvm query stats' shows from where to where blocks are,"
                        + " 'mvm query gaps' what is missing in between"));
    }

    private Facts facts(StoredBlock found, ValidatorNames names) {
        String author = BlockColumns.author(found);
        String label = names.label(found.validator());
        return new Facts()
                .group("Block " + Text.number(found.number()))
                .line("hash", found.hash().hex())
                .line("parent", found.parent().hex())
                .line("state", BlockColumns.state(found))
                .line("time", Text.timeAndAge(found.timestampMs(), root.clock()))
                .line("slot", Text.number(found.slot()))
                .line("sidechain epoch", Text.number(found.sidechainEpoch()))
                .line("Cardano epoch", Text.number(found.mainchainEpoch()))
                .line("author", Text.or(author))
                .line("name", (label == null ? Text.UNKNOWN : label) + (names.ours(found.validator()) ? " (ours)" : ""))
                .line("Aura key", Text.or(found.auraKey()))
                .line("seat", Text.number(found.seat()))
                .line("engine", Text.or(found.engine()))
                .line("spec version", Text.or(found.specVersion()))
                .line("extrinsics", Text.number(found.extrinsics()));
    }
}

package io.mvm.cli;

import io.mvm.config.MvmConfig;
import io.mvm.duty.Cause;
import io.mvm.store.ChainReader;
import io.mvm.store.KnownValidator;
import io.mvm.store.MissFilter;
import io.mvm.store.StoredMiss;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvm query misses}. */
@Command(
        name = "misses",
        description = {
            "Lists owed slots without a canonical block, newest first, with the verdict on each.",
            "A slot is judged once finality has passed it and the slots around it; the verdict then stays: alone (the owner's"
                    + " own miss), network (many others missed around it), node (ours, while our node was down or out of"
                    + " sync), maintenance (ours, announced), orphaned (its block lost)."
        },
        footer = {
            "",
            "Examples:",
            "  mvm query misses --ours --since 24h",
            "  mvm query misses --ours --finalized --cause alone",
            "  mvm query misses --validator 0x0287d6 --since 2026-11-01 --csv"
        })
final class QueryMissesCommand implements Callable<Integer> {
    static final String NOT_JUDGED = "not judged yet";

    private final MvmCommand root;

    @Mixin
    private OwnerOptions whose;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = SinceOption.class,
            description = "Only from this time on: 24h, 2026-11-20, 2026-11-20T22:00:00Z.")
    private SinceOption.Since since;

    @Option(
            names = "--cause",
            paramLabel = "CAUSE",
            description = "Only with this verdict: alone, network, node, maintenance, orphaned.")
    private Cause cause;

    @Option(names = "--finalized", description = "Only slots that are judged.")
    private boolean finalized;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Slots at the most, 0 for all. Default: ${DEFAULT-VALUE}.")
    private long limit;

    @Mixin
    private RowOptions rows;

    @Mixin
    private DatabaseOptions database;

    QueryMissesCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        long most = RowOptions.most(limit);
        MvmConfig config = database.config(root);
        ChainReader reader = database.open(config);
        ValidatorNames names = new ValidatorNames(config);
        List<KnownValidator> owners = whose.owners(reader, names);
        Output output = root.output();
        long shown;
        try (Rows<StoredMiss> sink = output.rows(rows.format(), reader.chain().name(), "misses", columns(names))) {
            reader.judgements().misses(new MissFilter(owners, fromSlot(reader), cause, finalized, most), sink);
            shown = sink.count();
        }
        if (rows.table()) {
            output.line(shown == 0 ? "no such slot" : Text.count(shown, "slot") + " without a canonical block");
        }
        output.flush();
        return ExitStatus.OK;
    }

    private long fromSlot(ChainReader reader) {
        if (since == null) {
            return 0;
        }
        Long duration = reader.chain().parameters().slotDurationMs();
        if (duration == null) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    "--since needs the length of a slot, which is not known of chain '"
                            + reader.chain().name() + "'; 'mvm sync' learns it from the node");
        }
        // Rounded up: the first slot that begins at that time or later.
        return -Math.floorDiv(-since.ms(root.clock()), duration);
    }

    private static List<Column<StoredMiss>> columns(ValidatorNames names) {
        return List.of(
                Column.text("start_ms", "TIME", StoredMiss::startMs, miss -> Text.time(miss.startMs())),
                Column.number("slot", "SLOT", StoredMiss::slot),
                Column.data("epoch", StoredMiss::epoch),
                Column.<StoredMiss>text(
                                "validator",
                                "OWNER",
                                StoredMiss::validator,
                                miss -> names.shown(miss.validator(), miss.displayKey()))
                        .styled(miss -> names.ours(miss.validator()) ? Style.BOLD : Style.PLAIN),
                Column.data("label", miss -> names.label(miss.validator())),
                Column.data("ours", miss -> names.ours(miss.validator())),
                Column.data("aura_key", StoredMiss::owner),
                Column.right("seat", "SEAT", StoredMiss::seat, miss -> miss.seat() + "/" + miss.setSize()),
                Column.data("set", StoredMiss::set),
                Column.data("set_size", StoredMiss::setSize),
                Column.data("after_block", StoredMiss::afterNumber),
                Column.<StoredMiss>text(
                                "cause",
                                "CAUSE",
                                miss -> miss.cause() == null
                                        ? null
                                        : miss.cause().word(),
                                miss -> miss.cause() == null
                                        ? NOT_JUDGED
                                        : miss.cause().word())
                        .styled(miss -> style(miss, names)),
                Column.data("orphaned", StoredMiss::orphaned));
    }

    private static Style style(StoredMiss miss, ValidatorNames names) {
        if (miss.cause() == null) {
            return Style.DIM;
        }
        boolean fault = miss.cause() == Cause.ALONE || miss.cause() == Cause.NODE;
        return fault && names.ours(miss.validator()) ? Style.BAD : Style.PLAIN;
    }
}

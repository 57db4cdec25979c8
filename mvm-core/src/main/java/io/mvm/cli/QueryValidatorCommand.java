package io.mvm.cli;

import io.mvm.chain.AuraKey;
import io.mvm.config.MvmConfig;
import io.mvm.store.BlockFilter;
import io.mvm.store.ChainReader;
import io.mvm.store.EpochTally;
import io.mvm.store.Equivocation;
import io.mvm.store.KnownValidator;
import io.mvm.store.MissFilter;
import io.mvm.store.StatusChange;
import io.mvm.store.StoredBlock;
import io.mvm.store.StoredMiss;
import io.mvm.store.ValidatorTotals;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvm query validator}. */
@Command(
        name = "validator",
        description = "One validator: totals, its newest epochs, blocks, and missed slots.",
        footer = {
            "",
            "Examples:",
            "  mvm query validator 0x0287d6",
            "  mvm query validator aura:0x8e2135 --limit 50",
            "  mvm query validator 0x0287d6 --json | jq .missed_slots"
        })
final class QueryValidatorCommand implements Callable<Integer> {
    private static final List<Column<EpochTally>> EPOCHS = List.of(
            Column.number("epoch", "EPOCH", EpochTally::epoch),
            Column.number("owed", "OWED", epoch -> epoch.tally().owed()),
            Column.number("produced", "MADE", epoch -> epoch.tally().produced()),
            Column.number("missed", "MISSED", epoch -> epoch.tally().missed()),
            Column.number("orphaned", "LOST", epoch -> epoch.tally().orphaned()),
            Column.right(
                    "produced_ratio",
                    "RATE",
                    epoch -> QueryValidatorsCommand.ratio(epoch.tally()),
                    epoch -> QueryValidatorsCommand.rate(epoch.tally())));

    private static final List<Column<Equivocation>> EQUIVOCATIONS = List.of(
            Column.number("slot", "SLOT", Equivocation::slot),
            Column.data("aura_key", Equivocation::author),
            Column.text(
                    "blocks",
                    "BLOCKS",
                    Equivocation::blocks,
                    one -> one.blocks().stream()
                            .map(hash -> Text.shortHex(hash.hex()))
                            .collect(Collectors.joining(" "))));

    /** What 'mvm sync' saw change of one of ours; the same in JSON as by 'mvm keys verify'. */
    private static final List<Column<StatusChange>> CHANGES = List.of(
            Column.text("at_ms", "TIME", StatusChange::atMs, change -> Text.time(change.atMs())),
            Column.text(
                    "what", "WHAT", StatusChange::what, change -> change.what().replace('_', ' ')),
            Column.text("before", "BEFORE", StatusChange::before, change -> Text.or(change.before())),
            Column.text("after", "AFTER", StatusChange::after, StatusChange::after));

    private final MvmCommand root;

    @Parameters(
            paramLabel = "KEY",
            description =
                    "Sidechain key, Aura key (with or without aura:), or 6 or more digits of the beginning of one.")
    private String key;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "10",
            description = "Blocks, slots and epochs of each list at the most. Default: ${DEFAULT-VALUE}.")
    private long limit;

    @Mixin
    private JsonOption json;

    @Mixin
    private DatabaseOptions database;

    QueryValidatorCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new CommandFailure(ExitStatus.HOPELESS, "--limit is " + limit + ", expected 1 or more");
        }
        MvmConfig config = database.config(root);
        ChainReader reader = database.open(config);
        ValidatorNames names = new ValidatorNames(config);
        KnownValidator validator = reader.validators().find(key);
        ValidatorTotals totals = reader.totals(validator);
        List<EpochTally> epochs = reader.epochs(validator, limit);
        List<StoredBlock> blocks = reader.blocks(BlockFilter.newestOf(validator, limit));
        List<StoredMiss> slots = reader.judgements().misses(new MissFilter(List.of(validator), 0, null, false, limit));
        Facts facts = facts(reader, totals, names);
        JudgedColumns.facts(facts, totals.judged());
        List<Equivocation> equivocations = reader.equivocations(validator, limit);
        List<StatusChange> changes = reader.statusChanges(validator, limit);
        Output output = root.output();
        if (json.wanted()) {
            facts.data("epochs", Output.values(EPOCHS, epochs))
                    .data("blocks", Output.values(BlockColumns.list(names), blocks))
                    .data("missed_slots", Output.values(slotColumns(), slots))
                    .data("equivocations", Output.values(EQUIVOCATIONS, equivocations))
                    .data("changes", Output.values(CHANGES, changes));
            output.document(facts.values());
        } else {
            facts.print(output);
            list(output, "Newest epochs", EPOCHS, epochs);
            list(output, "Newest blocks", BlockColumns.list(names), blocks);
            list(output, "Newest slots without a canonical block", slotColumns(), slots);
            if (!equivocations.isEmpty()) {
                list(
                        output,
                        "Newest slots for which it signed several blocks (mvm guide equivocation)",
                        EQUIVOCATIONS,
                        equivocations);
            }
            if (!changes.isEmpty()) {
                list(output, "Newest changes of its standing", CHANGES, changes);
            }
        }
        output.flush();
        return ExitStatus.OK;
    }

    private static <T> void list(Output output, String heading, List<Column<T>> columns, List<T> rows) {
        output.line("");
        output.line(Style.BOLD.apply(heading, output.color()));
        if (rows.isEmpty()) {
            output.line("  none");
        } else {
            output.table(columns, rows);
        }
    }

    private Facts facts(ChainReader reader, ValidatorTotals totals, ValidatorNames names) {
        KnownValidator validator = totals.validator();
        String label = names.label(validator.key());
        boolean ours = names.ours(validator.key());
        List<String> auraKeys = validator.auraKeys().stream().map(AuraKey::hex).toList();
        Facts facts = new Facts()
                .data("chain", reader.chain().name())
                .group("Validator" + (label == null ? "" : " " + label) + (ours ? " (ours)" : ""))
                .fact("validator", "key", validator.displayKey(), validator.displayKey())
                .data("label", label)
                .data("ours", ours)
                .data("aura_keys", auraKeys);
        auraKeys.forEach(aura -> facts.line("Aura key", aura));
        return facts.fact("registration", "registration", validator.registration(), Text.or(validator.registration()))
                .fact(
                        "stake_lovelace",
                        "stake",
                        validator.stakeLovelace(),
                        validator.stakeLovelace() == null
                                ? Text.UNKNOWN
                                : Text.number(validator.stakeLovelace() / 1_000_000) + " ADA")
                .number("owed", "owed slots", totals.tally().owed())
                .fact(
                        "produced",
                        "produced",
                        totals.tally().produced(),
                        Text.number(totals.tally().produced())
                                + (totals.tally().owed() == 0
                                        ? ""
                                        : " (" + QueryValidatorsCommand.rate(totals.tally()) + ")"))
                .number("missed", "missed", totals.tally().missed())
                .number("orphaned", "orphaned", totals.tally().orphaned())
                .fact(
                        "equivocation_slots",
                        "equivocations",
                        totals.equivocations().slots(),
                        Text.number(totals.equivocations().slots()),
                        totals.equivocations().slots() == 0 ? Style.PLAIN : Style.BAD)
                .data("produced_ratio", QueryValidatorsCommand.ratio(totals.tally()))
                .number("last_block", "last block", totals.lastNumber())
                .fact(
                        "last_block_timestamp_ms",
                        "time of last block",
                        totals.lastTimestampMs(),
                        Text.timeAndAge(totals.lastTimestampMs(), root.clock()));
    }

    private static List<Column<StoredMiss>> slotColumns() {
        return List.of(
                Column.number("slot", "SLOT", StoredMiss::slot),
                Column.text("timestamp_ms", "TIME", StoredMiss::startMs, slot -> Text.time(slot.startMs())),
                Column.number("epoch", "EPOCH", StoredMiss::epoch),
                Column.number("seat", "SEAT", StoredMiss::seat),
                Column.data("after_block", StoredMiss::afterNumber),
                Column.data("aura_key", StoredMiss::owner),
                Column.<StoredMiss>text(
                                "outcome", "OUTCOME", QueryValidatorCommand::outcome, QueryValidatorCommand::outcome)
                        .styled(slot -> slot.orphaned() ? Style.WARNING : Style.PLAIN),
                Column.text(
                        "cause",
                        "CAUSE",
                        slot -> slot.cause() == null ? null : slot.cause().word(),
                        slot -> slot.cause() == null
                                ? QueryMissesCommand.NOT_JUDGED
                                : slot.cause().word()));
    }

    private static String outcome(StoredMiss slot) {
        return slot.orphaned() ? "orphaned" : "missed";
    }
}

package io.mvm.cli;

import io.mvm.duty.Tally;
import io.mvm.store.ChainInfo;
import io.mvm.store.ChainReader;
import io.mvm.store.ChainStats;
import io.mvm.store.JudgementReader;
import io.mvm.store.SlotRange;
import io.mvm.store.StoredBlock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mvm query stats}. */
@Command(
        name = "stats",
        description = "What is in the database: blocks, gaps, finality, validators, owed slots.",
        footer = {"", "Examples:", "  mvm query stats", "  mvm query stats --json | jq .blocks"})
final class QueryStatsCommand implements Callable<Integer> {
    private final MvmCommand root;

    @Mixin
    private DatabaseOptions database;

    @Mixin
    private JsonOption json;

    QueryStatsCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        ChainReader reader = database.open(database.config(root));
        json.print(facts(reader, reader.stats(), reader.judgements()), root.output());
        return ExitStatus.OK;
    }

    private Facts facts(ChainReader reader, ChainStats stats, JudgementReader judgements) {
        ChainInfo chain = stats.chain();
        StoredBlock last = stats.last();
        Long lastTime = last == null ? null : last.timestampMs();
        Long finalized = chain.finalized() == null ? null : chain.finalized().number();
        Facts facts = new Facts()
                .group("Chain")
                .fact("chain", "name", chain.name(), chain.name())
                .fact("genesis", "genesis", chain.genesis(), chain.genesis().hex())
                .fact(
                        "slot_duration_ms",
                        "slot",
                        chain.parameters().slotDurationMs(),
                        chain.parameters().slotDurationMs() == null
                                ? Text.UNKNOWN
                                : chain.parameters().slotDurationMs() / 1000.0 + " s")
                .number(
                        "slots_per_epoch",
                        "slots in an epoch",
                        chain.parameters()
                                .slots()
                                .map(clock -> clock.slotsPerEpoch())
                                .orElse(null))
                .group("Blocks")
                .number("blocks", "stored", stats.blocks())
                .number("first_block", "first", stats.first())
                .number("last_block", "last", last == null ? null : last.number())
                .data("last_block_hash", last == null ? null : last.hash())
                .fact("last_block_timestamp_ms", "time of last", lastTime, Text.timeAndAge(lastTime, root.clock()))
                .number("finalized_block", "finalized", finalized)
                .fact(
                        "gap_blocks",
                        "in gaps",
                        stats.gapBlocks(),
                        Text.number(stats.gapBlocks()) + (stats.gapBlocks() == 0 ? "" : ", see 'mvm query gaps'"),
                        stats.gapBlocks() == 0 ? Style.PLAIN : Style.WARNING)
                .data("segments", stats.segments())
                .fact(
                        "unattributed_blocks",
                        "without author",
                        stats.unattributed(),
                        Text.number(stats.unattributed())
                                + (stats.unknownEngine() == 0
                                        ? ""
                                        : ", " + Text.number(stats.unknownEngine()) + " of an unknown engine"),
                        stats.unattributed() == 0 ? Style.PLAIN : Style.WARNING)
                .data("unknown_engine_blocks", stats.unknownEngine())
                .number("orphaned_blocks", "orphaned", stats.orphans())
                .number("reorgs", "reorgs", chain.reorgs())
                .fact(
                        "equivocations",
                        "equivocations",
                        stats.equivocations(),
                        Text.number(stats.equivocations()),
                        stats.equivocations() == 0 ? Style.PLAIN : Style.WARNING);
        slots(facts, stats.slots());
        facts.fact(
                        "first_epoch",
                        "epochs",
                        stats.firstEpoch(),
                        stats.firstEpoch() == null
                                ? Text.UNKNOWN
                                : Text.number(stats.firstEpoch()) + " to " + Text.number(stats.lastEpoch()))
                .data("last_epoch", stats.lastEpoch());
        JudgedColumns.facts(facts, judgements.total());
        SlotRange range = judgements.range().orElse(null);
        return facts.data("judged_from_slot", range == null ? null : range.from())
                .data("judged_to_slot", range == null ? null : range.to())
                .group("Validators")
                .number("validators", "known", stats.validators())
                .number("unidentified_keys", "Aura keys of unknown", stats.unidentifiedKeys())
                .number("authority_sets", "authority sets", stats.authoritySets())
                .group("Database")
                .fact("database", "file", reader.file(), reader.file().toString())
                .fact("database_bytes", "size", stats.databaseBytes(), Text.bytes(stats.databaseBytes()))
                .fact("wal_bytes", "write-ahead log", stats.walBytes(), Text.bytes(stats.walBytes()))
                .fact("created_at_ms", "made", chain.createdAtMs(), Text.timeAndAge(chain.createdAtMs(), root.clock()));
    }

    private static void slots(Facts facts, Tally slots) {
        facts.group("Slots")
                .number("slots_owed", "owed", slots.owed())
                .fact(
                        "slots_produced",
                        "produced",
                        slots.produced(),
                        Text.number(slots.produced()) + share(slots.produced(), slots))
                .fact(
                        "slots_missed",
                        "missed",
                        slots.missed(),
                        Text.number(slots.missed()) + share(slots.missed(), slots))
                .fact(
                        "slots_orphaned",
                        "orphaned",
                        slots.orphaned(),
                        Text.number(slots.orphaned()) + share(slots.orphaned(), slots));
    }

    private static String share(long part, Tally slots) {
        return slots.owed() == 0 ? "" : " (" + Text.percent(part, slots.owed()) + ")";
    }
}

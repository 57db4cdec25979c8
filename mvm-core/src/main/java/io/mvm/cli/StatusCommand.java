package io.mvm.cli;

import io.mvm.config.MvmConfig;
import io.mvm.store.ChainInfo;
import io.mvm.store.ChainStats;
import io.mvm.store.ValidatorTotals;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvm status}. */
@Command(
        name = "status",
        description = "Health of the node, and of the database if there is one. Again and again, or once as a check.",
        footer = {
            "",
            "Exit status with --once: 0 healthy, 3 degraded, 4 critical, 5 unknown.",
            "Critical: the node cannot be reached, has no peers though it should, or its head is more than 10 slots old.",
            "Degraded: syncing, few peers, finality more than 10 blocks behind, head more than 3 slots old, database"
                    + " behind or with gaps.",
            "",
            "Examples:",
            "  mvm status --once",
            "  mvm status --interval 30s",
            "  mvm status --once --json | jq -r '.findings[].text'"
        })
final class StatusCommand implements Callable<Integer> {
    private final MvmCommand root;

    @Option(names = "--once", description = "Look once, and tell health by the exit status.")
    private boolean once;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationOption.class,
            description = "Time between two looks. Default: ${DEFAULT-VALUE}.")
    private Duration interval;

    @Option(names = "--rpc-url", paramLabel = "URL", split = ",", description = "Node to ask. Default: rpc.urls.")
    private List<URI> urls;

    @Mixin
    private JsonOption json;

    @Mixin
    private DatabaseOptions database;

    StatusCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        if (interval.isZero()) {
            throw new CommandFailure(ExitStatus.HOPELESS, "--interval is 0, expected more");
        }
        Map<String, Object> overrides = new HashMap<>();
        if (urls != null) {
            overrides.put("rpc.urls", urls);
        }
        MvmConfig config = database.config(root, overrides);
        while (true) {
            Health health = look(config);
            if (once) {
                return health.level().status();
            }
            try {
                root.environment().pause().pause(interval);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ExitStatus.OK;
            }
        }
    }

    private Health look(MvmConfig config) {
        Clock clock = root.clock();
        ValidatorNames names = new ValidatorNames(config);
        NodeReading node = NodeReading.of(() -> root.environment().node().apply(NodeSettings.once(config)));
        DatabaseReading stored = DatabaseReading.of(config.database().path(), () -> database.open(config), names);
        Health health = Diagnosis.of(node, stored, clock);
        Output output = root.output();
        Facts facts = facts(node, stored, health, clock);
        if (json.wanted()) {
            facts.data("ours", Output.values(QueryValidatorsCommand.columns(names, clock), stored.ours()));
            output.document(facts.values());
        } else {
            String level = health.level().name().toLowerCase(Locale.ROOT);
            output.line(health.level().style().apply(level, output.color()) + "  " + Text.time(clock.millis()));
            health.findings()
                    .forEach(finding ->
                            output.line("  " + finding.level().style().apply("! ", output.color()) + finding.text()));
            output.line("");
            facts.print(output);
            ours(output, names, stored.ours(), clock);
            if (!once) {
                output.line("");
            }
        }
        output.flush();
        return health;
    }

    private static void ours(Output output, ValidatorNames names, List<ValidatorTotals> ours, Clock clock) {
        if (!ours.isEmpty()) {
            output.line("");
            output.line(Style.BOLD.apply("Our validators", output.color()));
            output.table(QueryValidatorsCommand.columns(names, clock), ours);
        }
    }

    private static Facts facts(NodeReading node, DatabaseReading stored, Health health, Clock clock) {
        Facts facts = new Facts()
                .data("health", health.level().name().toLowerCase(Locale.ROOT))
                .data(
                        "findings",
                        health.findings().stream()
                                .map(finding -> Map.of(
                                        "level", finding.level().name().toLowerCase(Locale.ROOT),
                                        "text", finding.text()))
                                .toList())
                .data("checked_at_ms", clock.millis());
        node(facts, node, stored, clock);
        database(facts, node, stored, clock);
        return facts;
    }

    private static void node(Facts facts, NodeReading node, DatabaseReading stored, Clock clock) {
        boolean up = node.unreachable() == null;
        String name = node.identity() == null ? null : node.identity().name();
        facts.group("Node").data("node_up", up).fact("endpoint", "endpoint", node.active(), Text.or(node.active()));
        if (!up) {
            facts.line("reachable", "no");
            return;
        }
        String version = node.identity() == null ? null : node.identity().version();
        List<String> roles = node.identity() == null ? null : node.identity().roles();
        Integer peers = node.health() == null ? null : node.health().peers();
        Boolean syncing = node.health() == null ? null : node.health().syncing();
        Long best = node.best() == null ? null : node.best().number();
        Long finalized = node.finalized() == null ? null : node.finalized().number();
        Long lag = best == null || finalized == null ? null : best - finalized;
        Long age = Diagnosis.headAgeSlots(node, stored, clock);
        Long slotMs = Diagnosis.slotMs(node, stored);
        Long headMs = slotMs == null || node.headSlot() == null ? null : node.headSlot() * slotMs;
        facts.fact("node_name", "node", name, Text.or(name) + (version == null ? "" : ", version " + version))
                .data("node_version", version)
                .fact(
                        "network",
                        "network",
                        node.identity() == null ? null : node.identity().network(),
                        Text.or(node.identity() == null ? null : node.identity().network()))
                .fact("roles", "roles", roles, roles == null ? Text.UNKNOWN : String.join(", ", roles))
                .number("peers", "peers", peers)
                .fact("syncing", "syncing", syncing, syncing == null ? Text.UNKNOWN : syncing ? "yes" : "no")
                .fact(
                        "best_block",
                        "head",
                        best,
                        Text.number(best) + (headMs == null ? "" : ", " + Text.age(headMs, clock)))
                .data("best_hash", node.best() == null ? null : node.best().hash())
                .data("head_slot", node.headSlot())
                .data("head_timestamp_ms", headMs)
                .data("head_age_slots", age)
                .fact(
                        "finalized_block",
                        "finalized",
                        finalized,
                        Text.number(finalized)
                                + (lag == null ? "" : ", " + Text.count(lag, "block") + " behind the head"))
                .data("finality_lag_blocks", lag);
        if (node.sidechain() != null) {
            facts.fact(
                            "sidechain_epoch",
                            "sidechain epoch",
                            node.sidechain().sidechainEpoch(),
                            Text.number(node.sidechain().sidechainEpoch()) + ", ends "
                                    + Text.age(node.sidechain().sidechainEpochEndMs(), clock))
                    .data("sidechain_epoch_end_ms", node.sidechain().sidechainEpochEndMs())
                    .fact(
                            "mainchain_epoch",
                            "Cardano epoch",
                            node.sidechain().mainchainEpoch(),
                            Text.number(node.sidechain().mainchainEpoch()) + ", ends "
                                    + Text.age(node.sidechain().mainchainEpochEndMs(), clock))
                    .data("mainchain_epoch_end_ms", node.sidechain().mainchainEpochEndMs());
        }
    }

    private static void database(Facts facts, NodeReading node, DatabaseReading stored, Clock clock) {
        ChainStats stats = stored.stats();
        facts.group("Database")
                .fact("database", "file", stored.file(), stored.file().toString());
        if (stats == null) {
            facts.line("readable", stored.problem() == null ? "there is none; 'mvm sync' makes it" : "no");
            return;
        }
        ChainInfo chain = stats.chain();
        Long last = stats.last() == null ? null : stats.last().number();
        Long behind = last == null || node.best() == null
                ? null
                : Math.max(0, node.best().number() - last);
        Long lastTime = stats.last() == null ? null : stats.last().timestampMs();
        facts.fact("chain", "chain", chain.name(), chain.name())
                .fact(
                        "last_block",
                        "last block",
                        last,
                        Text.number(last)
                                + (lastTime == null ? "" : ", " + Text.age(lastTime, clock))
                                + (behind == null ? "" : ", " + Text.count(behind, "block") + " behind the node"))
                .data("last_block_timestamp_ms", lastTime)
                .data("blocks_behind", behind)
                .number("blocks", "blocks", stats.blocks())
                .number("gap_blocks", "in gaps", stats.gapBlocks())
                .fact(
                        "slots_owed",
                        "slots",
                        stats.slots().owed(),
                        Text.number(stats.slots().owed()) + " owed, "
                                + Text.number(stats.slots().missed()) + " missed, "
                                + Text.number(stats.slots().orphaned()) + " orphaned")
                .data("slots_missed", stats.slots().missed())
                .data("slots_orphaned", stats.slots().orphaned());
    }
}

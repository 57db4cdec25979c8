package io.mvm.cli;

import io.mvm.rpc.EndpointStatus;
import io.mvm.store.ChainInfo;
import io.mvm.store.ChainStats;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One look of {@code mvm status} in words and values, group by group; with explanations if they are wanted. */
final class StatusText {
    private final StatusReading reading;
    private final Clock clock;
    private final boolean explain;

    StatusText(StatusReading reading, Clock clock, boolean explain) {
        this.reading = reading;
        this.clock = clock;
        this.explain = explain;
    }

    /** Everything but our validators. */
    Facts facts(Health health) {
        Facts facts = new Facts()
                .data("health", word(health.level()))
                .data(
                        "findings",
                        health.findings().stream().map(StatusText::values).toList())
                .data("checked_at_ms", clock.millis());
        node(facts);
        if (reading.node().unreachable() == null) {
            chain(facts);
        }
        database(facts);
        return facts;
    }

    static Map<String, Object> values(Health.Finding finding) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("level", word(finding.level()));
        values.put("text", finding.text());
        values.put("guide", finding.guide());
        return values;
    }

    static String word(Health.Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private void explain(Facts facts, String text) {
        if (explain) {
            facts.note(text);
        }
    }

    private void node(Facts facts) {
        NodeReading node = reading.node();
        boolean up = node.unreachable() == null;
        String condition = Diagnosis.condition(node, reading.database(), clock);
        facts.group("Node").data("node_up", up).fact("endpoint", "endpoint", node.active(), Text.or(node.active()));
        if (!up) {
            facts.line("reachable", "no").data("condition", condition);
            explain(facts, "Nothing can be told of a node that does not answer; what follows is from the database.");
            return;
        }
        String name = node.identity() == null ? null : node.identity().name();
        String version = node.identity() == null ? null : node.identity().version();
        String network = node.identity() == null ? null : node.identity().network();
        List<String> roles = node.identity() == null ? null : node.identity().roles();
        Boolean syncing = node.health() == null ? null : node.health().syncing();
        facts.fact("node_name", "node", name, Text.or(name) + (version == null ? "" : ", version " + version))
                .data("node_version", version)
                .fact("network", "network", network, Text.or(network))
                .fact("roles", "roles", roles, roles == null ? Text.UNKNOWN : String.join(", ", roles))
                .fact("condition", "condition", condition, condition, style(condition))
                .number(
                        "peers",
                        "peers",
                        node.health() == null ? null : node.health().peers())
                .fact("syncing", "syncing", syncing, syncing == null ? Text.UNKNOWN : syncing ? "yes" : "no");
        endpoints(facts);
        explain(
                facts,
                "Condition and peers: ok means a young head, whatever the node says of itself; frozen is this node,"
                        + " stalled the network. Three peers are the least, more than ten are normal. If it is not ok,"
                        + " see 'mvm guide peers'.");
    }

    private static Style style(String condition) {
        return switch (condition) {
            case "ok" -> Style.GOOD;
            case "syncing", "unknown" -> Style.WARNING;
            default -> Style.BAD;
        };
    }

    private void endpoints(Facts facts) {
        List<EndpointStatus> endpoints = reading.node().endpoints();
        facts.data(
                "endpoints",
                endpoints.stream()
                        .map(one -> {
                            Map<String, Object> values = new LinkedHashMap<>();
                            values.put("url", one.url());
                            values.put("up", one.up());
                            values.put("active", one.active());
                            values.put("block_height", one.height());
                            values.put("agrees", one.agrees());
                            values.put("error", one.lastError());
                            return values;
                        })
                        .toList());
        if (endpoints.size() < 2) {
            return;
        }
        long up = endpoints.stream().filter(EndpointStatus::up).count();
        boolean compared = endpoints.stream().anyMatch(one -> one.agrees() != null);
        boolean agree = endpoints.stream().noneMatch(one -> Boolean.FALSE.equals(one.agrees()));
        facts.line(
                "endpoints",
                up + " of " + endpoints.size() + " up, "
                        + (!compared ? "not compared" : agree ? "they agree" : "they disagree"));
    }

    private void chain(Facts facts) {
        NodeReading node = reading.node();
        Long best = node.best() == null ? null : node.best().number();
        Long finalized = node.finalized() == null ? null : node.finalized().number();
        Long lag = best == null || finalized == null ? null : Math.max(0, best - finalized);
        Long slotMs = Diagnosis.slotMs(node, reading.database());
        Long headMs = slotMs == null || node.headSlot() == null ? null : node.headSlot() * slotMs;
        Long finalMs = Diagnosis.finalizedMs(node, reading.database());
        facts.group("Chain")
                .fact(
                        "best_block",
                        "head",
                        best,
                        Text.number(best) + (headMs == null ? "" : ", " + Text.age(headMs, clock)))
                .data("best_hash", node.best() == null ? null : node.best().hash())
                .data("head_slot", node.headSlot())
                .data("head_timestamp_ms", headMs)
                .data("head_age_slots", Diagnosis.headAgeSlots(node, reading.database(), clock))
                .fact(
                        "finalized_block",
                        "finalized",
                        finalized,
                        Text.number(finalized)
                                + (finalMs == null ? "" : ", " + Text.age(finalMs, clock))
                                + (lag == null ? "" : ", " + Text.count(lag, "block") + " behind the head"))
                .data("finalized_timestamp_ms", finalMs)
                .data("finality_lag_blocks", lag);
        votes(facts);
        if (node.sidechain() != null) {
            Long mainchainMs = node.mainchainMs();
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
                    .data("mainchain_epoch_end_ms", node.sidechain().mainchainEpochEndMs())
                    .fact(
                            "mainchain_timestamp_ms",
                            "Cardano data",
                            mainchainMs,
                            mainchainMs == null
                                    ? "newest block in slot "
                                            + Text.number(node.sidechain().mainchainSlot())
                                    : "newest block " + Text.age(mainchainMs, clock))
                    .data("mainchain_slot", node.sidechain().mainchainSlot());
        }
        explain(
                facts,
                "A block comes with every slot, less those that somebody missed; finality follows 2 to 4 blocks"
                        + " behind. Votes are those of the newest completed round: near the number needed, do not restart"
                        + " (mvm guide finality). Cardano data are minutes old at most; if they lag, look at db-sync.");
    }

    private void votes(Facts facts) {
        VoteReading votes = reading.votes();
        facts.data("grandpa_set_id", votes.setId())
                .data("grandpa_chain_set_id", votes.chainSetId())
                .data("grandpa_voters", votes.total())
                .data("grandpa_threshold", votes.threshold())
                .data("grandpa_voted", votes.voted());
        if (Boolean.FALSE.equals(votes.running())) {
            facts.line("votes", "the node's voter does not run");
        } else if (votes.total() != null) {
            facts.line(
                    "votes",
                    (votes.voted() == null ? "" : Text.number(votes.voted()) + " of ") + Text.number(votes.total())
                            + (votes.voted() == null ? " voters" : " voted") + ", " + Text.number(votes.threshold())
                            + " needed");
        }
    }

    private void database(Facts facts) {
        NodeReading node = reading.node();
        DatabaseReading stored = reading.database();
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
        explain(
                facts,
                "What 'mvm sync' has stored. It is a block or two behind the node while it runs. Blocks in gaps are"
                        + " history still to be fetched; slots around them are not charged to anybody meanwhile.");
    }
}

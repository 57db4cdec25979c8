package io.mvm.cli;

import io.mvm.rpc.NodeHealth;
import io.mvm.store.ChainStats;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Judges what node and database say. */
final class Diagnosis {
    /** A node with one or two peers sees the chain through one or two pairs of eyes. */
    static final int FEW_PEERS = 3;
    /** Voting rules keep finality 2 to 4 blocks behind the head of a healthy chain. */
    static final long FINALITY_LAG = 10;
    /** A few missed slots in a row are everyday life. */
    static final long OLD_HEAD_SLOTS = 3;
    /** So many in a row mean that the chain stands still, or this node does. */
    static final long DEAD_HEAD_SLOTS = 10;
    /** A following database is at most a block or two behind. */
    static final long DATABASE_BEHIND = 10;

    private final Clock clock;
    private final List<Health.Finding> findings = new ArrayList<>();

    private Diagnosis(Clock clock) {
        this.clock = clock;
    }

    static Health of(NodeReading node, DatabaseReading database, Clock clock) {
        Diagnosis diagnosis = new Diagnosis(clock);
        if (node.unreachable() != null) {
            diagnosis.add(Health.Level.CRITICAL, "the node cannot be reached: " + node.unreachable());
        } else {
            node.complaints().forEach(text -> diagnosis.add(Health.Level.UNKNOWN, text));
            diagnosis.peers(node.health());
            diagnosis.finality(node);
            diagnosis.head(node, database);
        }
        diagnosis.database(node, database);
        return Health.of(diagnosis.findings);
    }

    /** Slots between the head's and the one in progress; null if unknown. */
    static Long headAgeSlots(NodeReading node, DatabaseReading database, Clock clock) {
        Long slotMs = slotMs(node, database);
        return slotMs == null || node.headSlot() == null
                ? null
                : Math.floorDiv(clock.millis(), slotMs) - node.headSlot();
    }

    static Long slotMs(NodeReading node, DatabaseReading database) {
        if (node.slotMs() != null && node.slotMs() > 0) {
            return node.slotMs();
        }
        return database.stats() == null
                ? null
                : database.stats().chain().parameters().slotDurationMs();
    }

    private void peers(NodeHealth health) {
        if (health == null) {
            return;
        }
        if (health.syncing()) {
            add(Health.Level.DEGRADED, "the node is syncing: it is far behind the network");
        }
        if (health.shouldHavePeers() && health.peers() == 0) {
            add(Health.Level.CRITICAL, "the node has no peers: check its network, firewall and bootnodes");
        } else if (health.shouldHavePeers() && health.peers() < FEW_PEERS) {
            add(
                    Health.Level.DEGRADED,
                    "the node has only " + Text.count(health.peers(), "peer") + ", expected at least " + FEW_PEERS);
        }
    }

    private void finality(NodeReading node) {
        if (node.best() == null || node.finalized() == null) {
            return;
        }
        long lag = node.best().number() - node.finalized().number();
        if (lag > FINALITY_LAG) {
            add(
                    Health.Level.DEGRADED,
                    "finality is " + Text.count(lag, "block") + " behind the head, expected at most " + FINALITY_LAG);
        }
    }

    private void head(NodeReading node, DatabaseReading database) {
        Long age = headAgeSlots(node, database, clock);
        if (age == null) {
            if (node.best() != null && node.best().number() > 0) {
                add(
                        Health.Level.UNKNOWN,
                        "the age of the head cannot be told: its slot or the slot duration is unknown");
            }
            return;
        }
        if (node.best().number() == 0) {
            return;
        }
        String text = "the head is " + Text.count(age, "slot") + " old ("
                + Text.duration(Duration.ofMillis(age * slotMs(node, database)))
                + "): no newer block came, or this node's or this machine's clock is wrong";
        if (age > DEAD_HEAD_SLOTS) {
            add(Health.Level.CRITICAL, text);
        } else if (age > OLD_HEAD_SLOTS) {
            add(Health.Level.DEGRADED, text);
        } else if (age < -1) {
            add(Health.Level.DEGRADED, "the head's slot is " + -age + " slots ahead of this machine's clock");
        }
    }

    private void database(NodeReading node, DatabaseReading database) {
        if (database.problem() != null) {
            add(Health.Level.DEGRADED, database.problem());
        }
        ChainStats stats = database.stats();
        if (stats == null) {
            return;
        }
        if (node.genesis() != null && !node.genesis().equals(stats.chain().genesis())) {
            add(
                    Health.Level.DEGRADED,
                    "the database follows another chain: its genesis is "
                            + stats.chain().genesis() + ", the node's is " + node.genesis());
            return;
        }
        if (stats.gapBlocks() > 0) {
            add(
                    Health.Level.DEGRADED,
                    "the database lacks " + Text.count(stats.gapBlocks(), "block") + ", see 'mvm query gaps'");
        }
        long last = stats.last() == null ? 0 : stats.last().number();
        if (node.best() != null && node.best().number() - last > DATABASE_BEHIND) {
            add(
                    Health.Level.DEGRADED,
                    "the database is " + Text.count(node.best().number() - last, "block")
                            + " behind the node; is 'mvm sync' running?");
        }
    }

    private void add(Health.Level level, String text) {
        findings.add(new Health.Finding(level, text));
    }
}

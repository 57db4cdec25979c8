package io.mvm.cli;

import io.mvm.rpc.EndpointStatus;
import io.mvm.rpc.NodeHealth;
import io.mvm.store.ChainStats;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Judges what node, keys and database say, so that a check pages somebody when, and only when, it should. */
final class Diagnosis {
    /** A node with one or two peers sees the chain through one or two pairs of eyes. */
    static final int FEW_PEERS = 3;
    /** Voting rules keep finality 2 to 4 blocks behind the head of a healthy chain. */
    static final long FINALITY_LAG = 10;
    /** A few missed slots in a row are everyday life. */
    static final long OLD_HEAD_SLOTS = 3;
    /** So many in a row mean that the chain stands still, or this node does. */
    static final long DEAD_HEAD_SLOTS = 10;
    /** A final block every few seconds is usual; without one for so long nothing can be relied on any more. */
    static final Duration OLD_FINALITY = Duration.ofMinutes(3);
    /** Blocks another endpoint or a peer must be ahead before a node stands still rather than the network. */
    static final long FAR_AHEAD = 3;
    /** Blocks cannot be made from Cardano data that are much older. */
    static final Duration MAINCHAIN_BEHIND = Duration.ofMinutes(30);
    /** One miss is bad luck, and so may two be. */
    static final long MISSED_IN_A_ROW = 3;
    /** A following database is at most a block or two behind. */
    static final long DATABASE_BEHIND = 10;

    /** Who has one seat in an epoch of two hours may take as long to prove again that his keys run twice. */
    static final Duration EQUIVOCATION_RECENT = Duration.ofHours(3);

    private final Clock clock;
    private final boolean maintenance;
    private final List<Health.Finding> findings = new ArrayList<>();

    private Diagnosis(Clock clock, boolean maintenance) {
        this.clock = clock;
        this.maintenance = maintenance;
    }

    static Health of(StatusReading reading, Clock clock) {
        NodeReading node = reading.node();
        DatabaseReading database = reading.database();
        Diagnosis diagnosis = new Diagnosis(clock, database.maintenance() != null);
        if (node.unreachable() != null) {
            diagnosis.add(Health.Level.CRITICAL, "the node cannot be reached: " + node.unreachable(), "peers");
        } else {
            node.complaints().forEach(text -> diagnosis.add(Health.Level.UNKNOWN, text));
            diagnosis.peers(node.health());
            diagnosis.finality(node, database);
            diagnosis.head(node, database);
            diagnosis.mainchain(node);
            diagnosis.endpoints(node);
            diagnosis.voter(reading.votes(), reading.ours());
        }
        diagnosis.database(node, database);
        diagnosis.findings.addAll(reading.complaints());
        reading.ours().forEach(diagnosis::own);
        if (database.maintenance() != null) {
            diagnosis.add(
                    Health.Level.INFORMATION,
                    "maintenance until " + Text.time(database.maintenance().endMs()) + " ("
                            + database.maintenance().reason() + "): own misses and votes are no reason to page");
        }
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
            add(Health.Level.DEGRADED, "the node is syncing: it is far behind the network", "peers");
        }
        if (health.shouldHavePeers() && health.peers() == 0) {
            add(Health.Level.CRITICAL, "the node has no peers: check its network, firewall and bootnodes", "peers");
        } else if (health.shouldHavePeers() && health.peers() < FEW_PEERS) {
            add(
                    Health.Level.DEGRADED,
                    "the node has only " + Text.count(health.peers(), "peer") + ", expected at least " + FEW_PEERS,
                    "peers");
        }
    }

    private void finality(NodeReading node, DatabaseReading database) {
        if (node.best() == null || node.finalized() == null) {
            return;
        }
        long lag = node.best().number() - node.finalized().number();
        if (lag > FINALITY_LAG) {
            add(
                    Health.Level.DEGRADED,
                    "finality is " + Text.count(lag, "block") + " behind the head, expected at most " + FINALITY_LAG,
                    "finality");
        }
        Long finalMs = finalizedMs(node, database);
        if (finalMs != null && node.finalized().number() > 0) {
            Duration age = Duration.ofMillis(clock.millis() - finalMs);
            if (age.compareTo(OLD_FINALITY) > 0) {
                add(
                        Health.Level.CRITICAL,
                        "the newest final block is " + Text.duration(age) + " old, expected at most "
                                + Text.duration(OLD_FINALITY) + ": finality stands still, or this node does not hear of"
                                + " it",
                        "finality");
            }
        }
    }

    /** Start of the slot of the finalized block; null if unknown. */
    static Long finalizedMs(NodeReading node, DatabaseReading database) {
        Long slotMs = slotMs(node, database);
        return slotMs == null || node.finalizedSlot() == null ? null : (Long) (node.finalizedSlot() * slotMs);
    }

    /** How the node fares, in the words that metrics use: ok, down, syncing, frozen, stalled or unknown. */
    static String condition(NodeReading node, DatabaseReading database, Clock clock) {
        if (node.unreachable() != null) {
            return "down";
        }
        if (node.health() != null && node.health().syncing()) {
            return "syncing";
        }
        Long age = headAgeSlots(node, database, clock);
        if (age == null) {
            return "unknown";
        }
        if (age <= DEAD_HEAD_SLOTS) {
            return "ok";
        }
        return ahead(node) > FAR_AHEAD ? "frozen" : "stalled";
    }

    /** Blocks that others are ahead of this node; 0 if nobody is known to be. */
    private static long ahead(NodeReading node) {
        return node.best() == null || node.highest() == null
                ? 0
                : Math.max(0, node.highest() - node.best().number());
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
            add(
                    Health.Level.CRITICAL,
                    ahead(node) > FAR_AHEAD
                            ? text + "; others are " + Text.count(ahead(node), "block") + " ahead, so it is this node"
                            : text + "; nobody known is ahead, so it may be the whole network",
                    "peers");
        } else if (age > OLD_HEAD_SLOTS) {
            add(Health.Level.DEGRADED, text);
        } else if (age < -1) {
            add(Health.Level.DEGRADED, "the head's slot is " + -age + " slots ahead of this machine's clock");
        }
    }

    private void mainchain(NodeReading node) {
        Long mainchainMs = node.mainchainMs();
        if (mainchainMs == null) {
            return;
        }
        Duration age = Duration.ofMillis(clock.millis() - mainchainMs);
        if (age.compareTo(MAINCHAIN_BEHIND) > 0) {
            add(
                    Health.Level.DEGRADED,
                    "the newest Cardano block that the node knows is " + Text.duration(age) + " old, expected at most "
                            + Text.duration(MAINCHAIN_BEHIND)
                            + ": db-sync or its Postgres lags, and no block can be made without",
                    "not-producing");
        }
    }

    private void endpoints(NodeReading node) {
        for (EndpointStatus endpoint : node.endpoints()) {
            if (Boolean.FALSE.equals(endpoint.agrees())) {
                add(
                        Health.Level.DEGRADED,
                        "endpoint " + endpoint.url() + " has another final block than " + node.active()
                                + ": one of them follows another chain",
                        "peers");
            } else if (!endpoint.up() && endpoint.lastError() != null) {
                add(
                        Health.Level.INFORMATION,
                        "endpoint " + endpoint.url() + " does not answer: " + endpoint.lastError());
            }
        }
    }

    private void voter(VoteReading votes, List<OwnStatus> ours) {
        if (votes.behind()) {
            authoring(
                    Health.Level.DEGRADED,
                    "the node's voter is at authority set " + votes.setId() + ", the chain at " + votes.chainSetId()
                            + ": it is stuck",
                    "finality");
        }
        // Where nobody of ours has to vote, a node without a voter is as it should be.
        if (Boolean.FALSE.equals(votes.running())
                && ours.stream().anyMatch(one -> one.seats() != null && one.seats() > 0)) {
            authoring(
                    Health.Level.DEGRADED,
                    "the node's voter does not run: it is syncing, or was started without the role of an authority",
                    "finality");
        }
    }

    private void own(OwnStatus own) {
        findings.addAll(own.findings());
        Long missed = own.stored() == null ? null : own.stored().missedInARow();
        if (missed != null && missed >= MISSED_IN_A_ROW) {
            authoring(
                    Health.Level.CRITICAL,
                    own.name() + " missed its last " + Text.count(missed, "owed slot")
                            + ", and not because of the network",
                    "not-producing");
        }
        Long equivocationMs = own.stored() == null ? null : own.stored().equivocationMs();
        if (equivocationMs != null) {
            Duration age = Duration.ofMillis(clock.millis() - equivocationMs);
            if (age.compareTo(EQUIVOCATION_RECENT) <= 0) {
                // Maintenance is when this happens: a node is moved, and the old one still runs.
                add(
                        Health.Level.CRITICAL,
                        own.name() + " signed several blocks for one slot " + Text.duration(age)
                                + " ago: two nodes run with its keys, stop one now",
                        "equivocation");
            }
        }
        if (own.vote() == VoteReading.Vote.SILENT) {
            authoring(
                    Health.Level.DEGRADED,
                    own.name() + " is a voter, but was seen to vote in none of the last completed rounds",
                    "finality");
        }
        if (Integer.valueOf(0).equals(own.seats())) {
            add(
                    Health.Level.INFORMATION,
                    own.name() + " has no seat in the committee in force, so it owes nothing",
                    "registration");
        }
    }

    /** What a planned restart brings about by itself, so that within a maintenance window it is worth knowing and no more. */
    private void authoring(Health.Level level, String text, String guide) {
        add(maintenance ? Health.Level.INFORMATION : level, text, guide);
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
        add(level, text, null);
    }

    private void add(Health.Level level, String text, String guide) {
        findings.add(new Health.Finding(level, text, guide));
    }
}

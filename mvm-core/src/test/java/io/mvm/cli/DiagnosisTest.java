package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.chain.SidechainKey;
import io.mvm.cli.Health.Level;
import io.mvm.rpc.EndpointStatus;
import io.mvm.rpc.NodeHealth;
import io.mvm.rpc.NodeIdentity;
import io.mvm.rpc.SidechainStatus;
import io.mvm.store.MaintenanceWindow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a check comes to, situation by situation: it shall page when, and only when, somebody should get up. */
class DiagnosisTest {
    /** In Cardano preview, so that its slots can be dated. */
    private static final long NOW = 1_763_703_600_000L;

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
    private static final long SLOT = NOW / 6000;
    private static final BlockHash HASH = BlockHash.parse("0x" + "ab".repeat(32));
    private static final SidechainKey KEY = SidechainKey.parse("0x02" + "11".repeat(32));

    /** A situation that is well but for what a case changes. */
    private static final class Situation {
        NodeHealth health = new NodeHealth(8, false, true);
        long best = 1000;
        long headSlot = SLOT - 1;
        long finalized = 997;
        long finalizedSlot = SLOT - 4;
        Long target = 1000L;
        long mainchainLagMs = 90_000;
        List<EndpointStatus> endpoints = List.of();
        VoteReading votes = new VoteReading(true, 5L, 5L, Map.of("0xaa", 10L), 10L, 7L, 9L, 3, Map.of("0xaa", 3));
        Integer seats = 2;
        Long missedInARow = 0L;
        Long equivocationMs;
        VoteReading.Vote vote = VoteReading.Vote.VOTING;
        List<Health.Finding> found = new ArrayList<>();
        MaintenanceWindow window;
        boolean ours = true;

        Health health() {
            long mainchainSlot = (NOW - mainchainLagMs - 1_666_656_000_000L) / 1000;
            long epoch = (NOW - 1_666_656_000_000L) / 86_400_000;
            SidechainStatus status = new SidechainStatus(
                    1,
                    OptionalLong.empty(),
                    NOW + 1,
                    epoch,
                    mainchainSlot,
                    1_666_656_000_000L + (epoch + 1) * 86_400_000);
            NodeReading node = new NodeReading(
                    null,
                    "http://a",
                    HASH,
                    new NodeIdentity("n", "1", "net", List.of("Authority")),
                    health,
                    new BlockRef(best, HASH),
                    new BlockRef(finalized, HASH),
                    headSlot,
                    finalizedSlot,
                    6000L,
                    target,
                    endpoints,
                    status,
                    List.of());
            OwnStatus own = new OwnStatus(
                    KEY,
                    "OURS",
                    "registered",
                    seats,
                    10,
                    null,
                    List.of(),
                    null,
                    null,
                    new DatabaseReading.Own(null, null, missedInARow, equivocationMs),
                    vote,
                    found);
            return Diagnosis.of(
                    new StatusReading(
                            node,
                            new DatabaseReading(Path.of("none.db"), null, null, List.of(), window),
                            votes,
                            ours ? List.of(own) : List.of(),
                            List.of()),
                    CLOCK);
        }
    }

    /** A change of the situation. */
    private interface Change {
        void to(Situation situation);
    }

    private record Case(String name, Level expected, String text, Change change) {
        @Override
        public String toString() {
            return name + " is " + expected;
        }
    }

    private static EndpointStatus endpoint(String url, boolean up, Boolean agrees, String error) {
        return new EndpointStatus(url, up, url.equals("http://a"), 1000L, null, agrees, error);
    }

    private static Case critical(String name, String text, Change change) {
        return new Case(name, Level.CRITICAL, text, change);
    }

    private static Case degraded(String name, String text, Change change) {
        return new Case(name, Level.DEGRADED, text, change);
    }

    private static Case healthy(String name, String text, Change change) {
        return new Case(name, Level.HEALTHY, text, change);
    }

    private static VoteReading votes(Boolean running, Long set) {
        return new VoteReading(running, set, 5L, Map.of(), 10L, 7L, null, 0, Map.of());
    }

    private static MaintenanceWindow window() {
        return new MaintenanceWindow(NOW - 60_000, NOW + 60_000, "new kernel", null);
    }

    static Stream<Case> cases() {
        return Stream.of(
                healthy("nothing wrong", null, s -> {}),
                critical("no peers", "no peers", s -> s.health = new NodeHealth(0, false, true)),
                healthy("no peers where none are expected", null, s -> s.health = new NodeHealth(0, false, false)),
                degraded("two peers", "only 2 peers", s -> s.health = new NodeHealth(2, false, true)),
                degraded("syncing", "syncing", s -> s.health = new NodeHealth(8, true, true)),
                healthy("a head within 3 slots", null, s -> s.headSlot = SLOT - 3),
                degraded("a head of 4 slots", "4 slots old", s -> s.headSlot = SLOT - 4),
                degraded("a head of 10 slots", "10 slots old", s -> s.headSlot = SLOT - 10),
                critical("a head of 11 slots", "nobody known is ahead", s -> s.headSlot = SLOT - 11),
                critical("a frozen node", "others are 40 blocks ahead, so it is this node", s -> {
                    s.headSlot = SLOT - 41;
                    s.target = 1040L;
                }),
                healthy("finality 10 blocks behind", null, s -> s.finalized = 990),
                degraded("finality 11 blocks behind", "finality is 11 blocks behind", s -> s.finalized = 989),
                healthy("a final block of 180 s", null, s -> s.finalizedSlot = SLOT - 30),
                critical(
                        "a final block of 186 s",
                        "newest final block is 3 min 6 s old",
                        s -> s.finalizedSlot = SLOT - 31),
                healthy("Cardano data of 30 minutes", null, s -> s.mainchainLagMs = 1_800_000),
                degraded("Cardano data of 31 minutes", "db-sync", s -> s.mainchainLagMs = 1_860_000),
                degraded(
                        "endpoints that disagree",
                        "endpoint http://b has another final block than http://a",
                        s -> s.endpoints = List.of(
                                endpoint("http://a", true, true, null), endpoint("http://b", true, false, null))),
                healthy(
                        "a reserve endpoint that is down",
                        "endpoint http://b does not answer: refused",
                        s -> s.endpoints = List.of(
                                endpoint("http://a", true, null, null), endpoint("http://b", false, null, "refused"))),
                degraded(
                        "a voter stuck at an older set",
                        "at authority set 4, the chain at 5",
                        s -> s.votes = votes(true, 4L)),
                degraded("a voter that does not run", "voter does not run", s -> s.votes = votes(false, null)),
                healthy("no voter on a node without seats", "no seat", s -> {
                    s.votes = votes(false, null);
                    s.seats = 0;
                }),
                healthy("no voter where none of ours is configured", null, s -> {
                    s.votes = votes(false, null);
                    s.ours = false;
                }),
                healthy("rounds that the node does not tell", null, s -> s.votes = VoteReading.UNKNOWN),
                degraded("our own silent vote", "OURS is a voter, but", s -> s.vote = VoteReading.Vote.SILENT),
                healthy("a vote not known", null, s -> s.vote = VoteReading.Vote.UNKNOWN),
                healthy("not in the committee", "OURS has no seat", s -> {
                    s.seats = 0;
                    s.vote = VoteReading.Vote.NOT_IN_SET;
                }),
                healthy("2 own misses in a row", null, s -> s.missedInARow = 2L),
                critical("3 own misses in a row", "OURS missed its last 3 owed slots", s -> s.missedInARow = 3L),
                healthy("nothing judged yet", null, s -> s.missedInARow = null),
                healthy("3 own misses in a row in maintenance", "OURS missed its last 3", s -> {
                    s.missedInARow = 3L;
                    s.window = window();
                }),
                healthy("a silent vote in maintenance", "maintenance until 2025-11-21T05:41:00Z (new kernel)", s -> {
                    s.vote = VoteReading.Vote.SILENT;
                    s.window = window();
                }),
                critical(
                        "two blocks for a slot 3 h ago",
                        "OURS signed several blocks for one slot 3 h ago",
                        s -> s.equivocationMs = NOW - 3 * 3_600_000L),
                healthy(
                        "two blocks for a slot before that",
                        null,
                        s -> s.equivocationMs = NOW - 3 * 3_600_000L - 6_000),
                critical("two blocks for a slot in maintenance all the same", "two nodes run with its keys", s -> {
                    s.equivocationMs = NOW - 12_000;
                    s.window = window();
                }),
                critical("no peers in maintenance all the same", "no peers", s -> {
                    s.health = new NodeHealth(0, false, true);
                    s.window = window();
                }),
                critical(
                        "a wrong key",
                        "wrong Aura key",
                        s -> s.found.add(new Health.Finding(Level.CRITICAL, "wrong Aura key", "keys"))),
                critical("a wrong key in maintenance all the same", "wrong Aura key", s -> {
                    s.found.add(new Health.Finding(Level.CRITICAL, "wrong Aura key", "keys"));
                    s.window = window();
                }),
                healthy(
                        "R = 0",
                        "no seats for registered",
                        s -> s.found.add(new Health.Finding(Level.INFORMATION, "no seats for registered"))),
                new Case(
                        "a question about keys that got no answer",
                        Level.UNKNOWN,
                        "could not be seen",
                        s -> s.found.add(new Health.Finding(Level.UNKNOWN, "could not be seen"))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void pagesWhenAndOnlyWhenItShould(Case one) {
        Situation situation = new Situation();
        one.change.to(situation);
        Health health = situation.health();
        assertThat(health.level()).as("%s", health.findings()).isEqualTo(one.expected);
        if (one.text == null) {
            assertThat(health.findings()).isEmpty();
        } else {
            assertThat(health.findings()).anyMatch(finding -> finding.text().contains(one.text));
        }
    }

    @Test
    void theWorstFindingDecidesAndComesFirst() {
        Situation situation = new Situation();
        situation.seats = 0;
        situation.missedInARow = 3L;
        situation.found.add(new Health.Finding(Level.UNKNOWN, "could not be seen"));
        situation.health = new NodeHealth(2, false, true);
        assertThat(situation.health().findings())
                .extracting(Health.Finding::level)
                .containsExactly(Level.CRITICAL, Level.DEGRADED, Level.UNKNOWN, Level.INFORMATION);
    }

    @Test
    void everyGuideThatAFindingNamesExists() {
        List<String> named = cases().map(one -> {
                    Situation situation = new Situation();
                    one.change.to(situation);
                    return situation.health().findings();
                })
                .flatMap(List::stream)
                .map(Health.Finding::guide)
                .filter(guide -> guide != null)
                .distinct()
                .toList();
        assertThat(named).isNotEmpty().isSubsetOf(GuideCommand.Topic.words());
    }
}

package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mvm.chain.AuraKey;
import io.mvm.chain.SidechainKey;
import io.mvm.rpc.FailoverNode;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NetworkSpecBuilder;
import io.mvm.simulator.RotationDelay;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.Truth;
import io.mvm.store.ChainWriter;
import io.mvm.store.SampleDatabase;
import io.mvm.store.ScheduleAudit;
import io.mvm.store.ScheduleMismatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against simulated networks, where what was said of slots ahead can be compared with what comes. */
class ScheduleCommandTest {
    private static final long SLOT_MS = 6_000;
    private static final int SLOTS_PER_EPOCH = 30;
    /** The first slot of an epoch. */
    private static final long FIRST_SLOT = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli() / SLOT_MS;

    @TempDir
    Path directory;

    private CommandRun mvm;
    private SimulatedChain chain;
    private SimulatedNode node;

    @AfterEach
    void close() {
        if (node != null) {
            node.close();
            chain.close();
        }
    }

    private static NetworkSpecBuilder network() {
        return NetworkSpec.builder()
                .seed(5)
                .permissionedSeats(5)
                .registeredSeats(3)
                .permissionedCandidates(4)
                .registeredCandidates(3)
                .slotsPerEpoch(SLOTS_PER_EPOCH)
                .firstSlot(FIRST_SLOT - SLOTS_PER_EPOCH);
    }

    /** A network that has come so many slots into the epoch that begins at noon. */
    private void start(NetworkSpecBuilder network, int intoEpoch) throws IOException {
        chain = SimulatedChain.create(network.build(), clockAt(FIRST_SLOT - SLOTS_PER_EPOCH));
        chain.advanceTo(FIRST_SLOT + intoEpoch);
        node = SimulatedNode.start(chain);
        mvm = new CommandRun(directory)
                .nodes(settings -> new FailoverNode(settings, new MetricRegistry(), Clock.systemUTC()));
        now(FIRST_SLOT + intoEpoch);
        ours(0);
    }

    private void now(long slot) {
        mvm.clock(clockAt(slot));
    }

    private static Clock clockAt(long slot) {
        return Clock.fixed(Instant.ofEpochMilli(slot * SLOT_MS + 2_000), ZoneOffset.UTC);
    }

    private void ours(int... places) {
        configure(Arrays.stream(places).mapToObj(this::key).toList(), places.length == 1 ? "alice" : null);
    }

    private void configure(List<SidechainKey> keys, String label) {
        mvm.configure("rpc.urls = [\"" + node.url() + "\"]\nvalidator.ours = ["
                + String.join(", ", keys.stream().map(key -> "\"" + key + "\"").toList()) + "]\n"
                + (label == null ? "" : "validator.label = " + label + "\n"));
    }

    private SidechainKey key(int place) {
        return chain.validators().get(place).sidechainKey();
    }

    private JsonNode json(String... more) throws IOException {
        String[] args =
                Stream.concat(Stream.of("schedule", "--json"), Stream.of(more)).toArray(String[]::new);
        CommandRun.Result result = mvm.run(args);
        assertThat(result.err()).isEmpty();
        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(result.status()).isEqualTo(json.get("known").asBoolean() ? 0 : 5);
        return json;
    }

    private List<Long> truth(Set<SidechainKey> keys, long after, long to) {
        return chain.truth().slots().stream()
                .filter(slot -> keys.contains(slot.validator()) && slot.slot() > after && slot.slot() <= to)
                .map(Truth.Slot::slot)
                .toList();
    }

    private static List<Long> slots(JsonNode validator) {
        List<Long> slots = new ArrayList<>();
        validator.get("slots").forEach(slot -> slots.add(slot.get("slot").asLong()));
        return slots;
    }

    @ParameterizedTest
    @EnumSource(RotationDelay.class)
    void whatItSaysComesToPassThroughTheNextCommittee(RotationDelay rotation) throws IOException {
        int spec = rotation == RotationDelay.NOW ? 18_001 : 2_001_000;
        for (int intoEpoch : new int[] {2, 5, 17, 29}) {
            start(network().rotation(rotation).specVersion(spec), intoEpoch);
            ours(0, 2, 5);
            JsonNode json = json("--limit", "1000", "--window", "6s");
            assertThat(json.get("next_committee_chosen").asBoolean()).isTrue();
            assertThat(json.get("activation_blocks").asInt()).isEqualTo(rotation == RotationDelay.NOW ? 1 : 2);
            assertThat(json.get("known_until_slot").asLong()).isEqualTo(FIRST_SLOT + 2 * SLOTS_PER_EPOCH - 1);
            chain.advanceTo(FIRST_SLOT + 2 * SLOTS_PER_EPOCH + 1);
            int owed = 0;
            for (JsonNode validator : json.get("validators")) {
                SidechainKey key = SidechainKey.parse(validator.get("validator").asText());
                List<Long> came = truth(Set.of(key), FIRST_SLOT + intoEpoch, FIRST_SLOT + 2 * SLOTS_PER_EPOCH - 1);
                assertThat(slots(validator)).isEqualTo(came);
                assertThat(validator.get("slots_ahead").asInt()).isEqualTo(came.size());
                owed += came.size();
            }
            assertThat(owed).isPositive();
            List<Long> all = truth(Set.of(key(0), key(2), key(5)), FIRST_SLOT, Long.MAX_VALUE);
            assertThat(json.get("windows")).isNotEmpty();
            for (JsonNode window : json.get("windows")) {
                assertThat(all)
                        .noneMatch(slot -> (slot + 1) * SLOT_MS
                                        > window.get("from_ms").asLong()
                                && slot * SLOT_MS < window.get("until_ms").asLong()
                                && slot > FIRST_SLOT + intoEpoch);
                assertThat(window.get("length_ms").asLong()).isGreaterThanOrEqualTo(6_000);
            }
            close();
        }
    }

    @ParameterizedTest
    @EnumSource(RotationDelay.class)
    void inTheMiddleOfARotationItGoesByTheAuthoritiesThatAreYetToCome(RotationDelay rotation) throws IOException {
        int spec = rotation == RotationDelay.NOW ? 18_001 : 2_001_000;
        for (int intoEpoch : new int[] {0, 1}) {
            start(network().rotation(rotation).specVersion(spec), intoEpoch);
            ours(0, 1, 2, 3, 4, 5, 6);
            JsonNode json = json("--limit", "1000");
            long until = json.get("known_until_slot").asLong();
            assertThat(until).isGreaterThanOrEqualTo(FIRST_SLOT + SLOTS_PER_EPOCH - 1);
            chain.advanceTo(until + 2);
            for (JsonNode validator : json.get("validators")) {
                SidechainKey key = SidechainKey.parse(validator.get("validator").asText());
                assertThat(slots(validator)).isEqualTo(truth(Set.of(key), FIRST_SLOT + intoEpoch, until));
            }
            close();
        }
    }

    @Test
    void peopleReadItInEightyColumns() throws IOException {
        start(network(), 20);
        ours(0, 5);
        CommandRun.Result result = mvm.run("schedule", "--window", "13s", "--limit", "4");
        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(result.out())
                .startsWith("Schedule at 2026-03-01T12:02:02Z  head 51, slot " + Text.number(FIRST_SLOT + 20) + "\n")
                .containsPattern("0x[0-9a-f]{4}\\.\\.[0-9a-f]{4}\\*  [0-9] seats? now, [0-9] next\n")
                .containsPattern("TIME \\(UTC\\) +IN +SLOT +SEAT +COMMITTEE\n")
                .containsPattern("12:0[0-9]:[0-9]{2} +in [0-9]+ (s|min).* +[0-9,]{11} +[0-9] +(current|next\\*?)\n")
                .containsPattern("  longest gap: .* to .* UTC, .*\n")
                .contains("Free of duty for 13 s or more, all of ours together\n")
                .containsPattern("restart .*\n  longest gap: .* UTC, .*\n\nWhat is known")
                .containsPattern(
                        "  restart between (now|12:0[0-9]:[0-9]{2}) and 12:0[0-9]:[0-9]{2} UTC, [0-9]+ (s|min)")
                .containsPattern("slots +until 12:06:00 UTC, in 3 min 58 s\n")
                .containsPattern("next committee +chosen; takes over 1 block after 12:03:00 UTC\n")
                .containsPattern("not known yet +slots from 12:06:00 UTC on; they will be soon after 12:03:00\n")
                .containsPattern("forecast audit +no database; 'mvm sync' keeps one\n");
    }

    @Test
    void untilTheNextCommitteeIsChosenSlotsAfterTheBoundaryAreNotKnownYet() throws IOException {
        // The block that rotates cannot choose yet.
        start(network(), 0);
        JsonNode json = json();
        assertThat(json.get("next_committee_chosen").asBoolean()).isFalse();
        assertThat(json.get("known_until_slot").asLong()).isEqualTo(FIRST_SLOT + SLOTS_PER_EPOCH);
        assertThat(json.get("activation_blocks").isNull()).isTrue();
        assertThat(json.get("validators").get(0).get("next_seats").isNull()).isTrue();
        String text = mvm.run("schedule").out();
        assertThat(text)
                .containsPattern("alice\\*  [0-9] seats? now, the next committee is not known\n")
                .containsPattern("next committee +not chosen; usually chosen in the first blocks of an epoch\n")
                .containsPattern("not known yet +slots from 12:03:06 UTC on; they will be once it is chosen\n");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void noneOwedIsToldAsNoneAndNotAsUnknown() throws IOException {
        start(network().outsiders(0), 10);
        configure(List.of(SidechainKey.parse("0x02" + "ab".repeat(32))), "bob");
        JsonNode validator = json().get("validators").get(0);
        assertThat(validator.get("slots_ahead").asInt()).isZero();
        assertThat(validator.get("seats").asInt()).isZero();
        assertThat(validator.get("next_seats").asInt()).isZero();
        CommandRun.Result result = mvm.run("schedule");
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("bob*  0 seats now, 0 next\n  owes no slot until 12:06:00 UTC\n")
                .contains("restart between now and 12:06:00 UTC, 4 min 58 s or more\n");
    }

    @Test
    void whatCannotBeKnownIsToldAsUnknown() throws IOException {
        start(network(), 10);
        node.change(behaviour -> behaviour.sidechainMethods(false));
        JsonNode json = json();
        assertThat(json.get("known").asBoolean()).isFalse();
        assertThat(json.get("validators").get(0).get("slots_ahead").isNull()).isTrue();
        assertThat(json.get("windows").isNull()).isTrue();
        CommandRun.Result result = mvm.run("schedule");
        assertThat(result.status()).isEqualTo(5);
        assertThat(result.out())
                .contains("alice*\n  not known yet\n")
                .contains("nothing ahead can be known")
                .contains("the chain tells no sidechain epochs");
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void aChainThatStandsBeyondWhatItsHeadTellsIsUnknown() throws IOException {
        start(network(), 10);
        now(FIRST_SLOT + 3 * SLOTS_PER_EPOCH);
        CommandRun.Result result = mvm.run("schedule");
        assertThat(result.status()).isEqualTo(5);
        assertThat(result.out()).contains("what the head tells ends at 12:06:00 UTC; is the chain standing?");
    }

    @Test
    void aNodeThatIsDownIsSaidSo() throws IOException {
        start(network(), 10);
        node.close();
        CommandRun.Result result = mvm.run("schedule");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("mvm: the node cannot be reached: ");
    }

    @Test
    void withoutOneOfOursItSaysHowToNameIt() throws IOException {
        start(network(), 10);
        mvm.configure("");
        CommandRun.Result result = mvm.run("schedule");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("no validator is known to be ours").contains("validator.ours = [");
        assertThat(mvm.run("schedule", "--window", "0s").status()).isEqualTo(2);
        assertThat(mvm.run("schedule", "--limit", "0").status()).isEqualTo(2);
    }

    @Test
    void aKeystoreTellsWhichValidatorIsOurs() throws IOException {
        start(network(), 10);
        mvm.configure("rpc.urls = [\"" + node.url() + "\"]");
        Path keystore = Files.createDirectory(directory.resolve("keystore"));
        for (String name : chain.validators().get(2).keystoreFileNames()) {
            Files.createFile(keystore.resolve(name));
        }
        JsonNode validators = json("--keystore", keystore.toString()).get("validators");
        assertThat(validators).hasSize(1);
        assertThat(validators.get(0).get("validator").asText()).isEqualTo(key(2).hex());
    }

    @Test
    void theDatabaseTellsHowForecastsHaveStoodUp() throws IOException {
        start(network(), 10);
        AuraKey mine = chain.validators().get(0).auraKey();
        AuraKey other = chain.validators().get(1).auraKey();
        try (ChainWriter writer = ChainWriter.open(mvm.database(), SampleDatabase.CLOCK, new MetricRegistry())) {
            writer.attach("midnight", chain.canonical(0).orElseThrow().hash());
            assertThat(mvm.run("schedule").out())
                    .containsPattern("forecast audit +no slot of ours has been compared with its forecast yet\n");
            writer.scheduleTable()
                    .save(
                            Set.of(),
                            List.of(
                                    new ScheduleMismatch(FIRST_SLOT - 5, mine, other, 1_000),
                                    new ScheduleMismatch(FIRST_SLOT - 4, other, mine, 1_000)),
                            Map.of(mine, new ScheduleAudit.Count(12_345, 2), other, new ScheduleAudit.Count(7, 0)));
            writer.scheduleTable().save(Set.of(FIRST_SLOT - 4), List.of(), Map.of());
        }
        assertThat(mvm.run("schedule").out())
                .containsPattern("forecast audit +1 of 12,345 slots of ours came otherwise than forecast\n")
                .contains("slot " + Text.number(FIRST_SLOT - 5) + ": forecast for ");
        JsonNode audit = json().get("audit");
        assertThat(audit.get("audited").asLong()).isEqualTo(12_345);
        assertThat(audit.get("unaudited").asLong()).isEqualTo(2);
        assertThat(audit.get("mismatches").asLong()).isEqualTo(1);
        assertThat(audit.get("slots").get(0).get("actual_aura_key").asText()).isEqualTo(other.hex());
    }
}

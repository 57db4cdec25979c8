package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mvm.store.SampleChain;
import io.mvm.store.SampleDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Misses, performance and epochs, over a small chain that has a miss of every cause. */
class QueryJudgementTest {
    @TempDir
    Path directory;

    private CommandRun mvm;

    @BeforeEach
    void write() {
        mvm = new CommandRun(directory);
        SampleDatabase.writeJudged(mvm.database());
        mvm.configure("validator.ours = [\"" + SampleChain.sidechain(2) + "\"]\nvalidator.label = carol\n");
    }

    private JsonNode json(String... args) throws IOException {
        CommandRun.Result result = mvm.run(args);
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        return new ObjectMapper().readTree(result.out());
    }

    private List<Long> slots(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("query", "misses", "--json"));
        all.addAll(List.of(options));
        List<Long> slots = new ArrayList<>();
        json(all.toArray(String[]::new))
                .get("misses")
                .forEach(miss -> slots.add(miss.get("slot").asLong()));
        return slots;
    }

    @Test
    void missesAreListedNewestFirstWithTheirVerdicts() {
        CommandRun.Result result = mvm.run("query", "misses");
        assertThat(result.status()).isZero();
        assertThat(result.out().lines())
                .hasSize(8)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
                .startsWith("TIME                  SLOT  OWNER         SEAT  CAUSE")
                .anySatisfy(line ->
                        assertThat(line).isEqualTo("1970-01-01T00:11:30Z   115  aura:a3a3..    1/3  not judged yet"))
                .anySatisfy(line ->
                        assertThat(line).matches("1970-01-01T00:11:12Z +112 +aura:a3a3\\.\\. +1/3 +maintenance"))
                .anySatisfy(line -> assertThat(line).matches("1970-01-01T00:11:06Z +111 +carol\\* +0/3 +node"))
                .anySatisfy(line -> assertThat(line).matches("1970-01-01T00:10:48Z +108 +carol\\* +0/3 +network"))
                .anySatisfy(line -> assertThat(line).matches("1970-01-01T00:10:30Z +105 +0x.* +1/4 +orphaned"))
                .anySatisfy(line -> assertThat(line).matches("1970-01-01T00:10:18Z +103 +0x.* +3/4 +alone"))
                .endsWith("6 slots without a canonical block");
    }

    @Test
    void missesAsJsonHaveEverything() throws IOException {
        JsonNode misses = json("query", "misses", "--json").get("misses");
        JsonNode newest = misses.get(0);
        assertThat(newest.get("slot").asLong()).isEqualTo(115);
        assertThat(newest.get("cause").isNull()).isTrue();
        assertThat(newest.get("orphaned").asBoolean()).isFalse();
        JsonNode lost = misses.get(4);
        assertThat(lost.get("slot").asLong()).isEqualTo(105);
        assertThat(lost.get("start_ms").asLong()).isEqualTo(630_000);
        assertThat(lost.get("epoch").asLong()).isEqualTo(10);
        assertThat(lost.get("validator").asText())
                .isEqualTo(SampleChain.sidechain(1).hex());
        assertThat(lost.get("aura_key").asText()).isEqualTo(SampleChain.aura(1).hex());
        assertThat(lost.get("seat").asInt()).isEqualTo(1);
        assertThat(lost.get("set").asText()).matches("0x[0-9a-f]{16,}");
        assertThat(lost.get("set_size").asInt()).isEqualTo(4);
        assertThat(lost.get("after_block").asLong()).isEqualTo(4);
        assertThat(lost.get("cause").asText()).isEqualTo("orphaned");
        assertThat(lost.get("orphaned").asBoolean()).isTrue();
        assertThat(misses.get(1).get("validator").isNull()).isTrue();
        assertThat(mvm.run("query", "misses", "--csv").out())
                .startsWith(
                        "start_ms,slot,epoch,validator,label,ours,aura_key,seat,set,set_size,after_block,cause,orphaned\r\n");
    }

    @Test
    void missesAreChosenByOwnerCauseTimeAndView() throws IOException {
        assertThat(slots()).containsExactly(115L, 112L, 111L, 108L, 105L, 103L);
        assertThat(slots("--finalized")).containsExactly(112L, 111L, 108L, 105L, 103L);
        assertThat(slots("--ours")).containsExactly(111L, 108L);
        assertThat(slots("--ours", "--finalized", "--limit", "1")).containsExactly(111L);
        assertThat(slots("--validator", SampleChain.aura(1).hex())).containsExactly(105L);
        assertThat(slots("--cause", "network")).containsExactly(108L);
        assertThat(slots("--cause", "NODE", "--ours")).containsExactly(111L);
        // Now is 720 s after the first slot of all; slot 111 began at 666 s.
        assertThat(slots("--since", "54s")).containsExactly(115L, 112L, 111L);
        assertThat(slots("--since", "53s")).containsExactly(115L, 112L);
        assertThat(slots("--since", "1970-01-01T00:11:06Z")).containsExactly(115L, 112L, 111L);
        assertThat(slots("--since", "1970-01-02")).isEmpty();
        assertThat(slots("--limit", "0")).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({
        "--since yesterday, is no time",
        "--since 2026-13-01, is no time",
        "--cause laziness, --cause",
        "--limit -1, expected 0 or more",
        "--ours --validator 0x0212121212, exclude each other",
        "--validator 0xffffff, no validator",
    })
    void badOptionsEndWithTwoAndSayWhatIsExpected(String options, String said) {
        List<String> all = new ArrayList<>(List.of("query", "misses"));
        all.addAll(List.of(options.split(" ", -1)));
        CommandRun.Result result = mvm.run(all.toArray(String[]::new));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(said);
    }

    @Test
    void oursMustBeKnownToBeAskedFor() {
        mvm.configure("");
        for (String command : List.of("misses", "performance", "epochs")) {
            CommandRun.Result result = mvm.run("query", command, "--ours");
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err()).contains("set validator.ours");
        }
    }

    @Test
    void theWorstPerformanceComesFirst() throws IOException {
        CommandRun.Result result = mvm.run("query", "performance");
        assertThat(result.out().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
                .startsWith("VALIDATOR     OWED  MISSED  ALONE  NET  NODE  MAINT  LOST   FAULT   SHARE")
                .endsWith("4 of 4 validators");
        List<String> order = new ArrayList<>();
        JsonNode rows = json("query", "performance", "--json").get("performance");
        rows.forEach(row -> order.add(row.get("validator").asText()));
        assertThat(order)
                .containsExactly(
                        SampleChain.sidechain(0).hex(),
                        SampleChain.sidechain(2).hex(),
                        "aura:" + SampleChain.aura(3).hex(),
                        SampleChain.sidechain(1).hex());
        JsonNode carol = rows.get(1);
        assertThat(carol.get("label").asText()).isEqualTo("carol");
        assertThat(carol.get("owed").asLong()).isEqualTo(5);
        assertThat(carol.get("produced").asLong()).isEqualTo(3);
        assertThat(carol.get("missed").asLong()).isEqualTo(2);
        assertThat(carol.get("judged_owed").asLong()).isEqualTo(4);
        assertThat(carol.get("judged_network").asLong()).isEqualTo(1);
        assertThat(carol.get("judged_node").asLong()).isEqualTo(1);
        assertThat(carol.get("own_fault_ratio").asDouble()).isEqualTo(0.25);
        assertThat(carol.get("owed_share_ratio").asDouble()).isEqualTo(5 / 17.0);
    }

    @Test
    void performanceCanBeOfTheNewestEpochsAlone() throws IOException {
        JsonNode rows = json("query", "performance", "--epochs", "1", "--json").get("performance");
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).get("validator").asText())
                .isEqualTo(SampleChain.sidechain(2).hex());
        assertThat(rows.get(0).get("own_fault_ratio").asDouble()).isEqualTo(1);
        JsonNode ours = json("query", "performance", "--ours", "--epochs", "2", "--json")
                .get("performance");
        assertThat(ours).hasSize(1);
        assertThat(ours.get(0).get("owed").asLong()).isEqualTo(5);
        assertThat(json("query", "performance", "--limit", "2", "--json").get("performance"))
                .hasSize(2);
    }

    @Test
    void nothingJudgedIsADashAndNotAPerfectRecord() throws Exception {
        SampleDatabase.tamper(
                mvm.database(),
                "DELETE FROM judged",
                "UPDATE empty_slot SET cause = NULL",
                "UPDATE chain SET judged_from_slot = NULL, judged_to_slot = NULL");
        assertThat(mvm.run("query", "performance", "--ours").out())
                .containsPattern("carol\\* +5 +2 +0 +0 +0 +0 +0 +- +29\\.41%\n");
        assertThat(json("query", "performance", "--json")
                        .get("performance")
                        .get(0)
                        .get("own_fault_ratio")
                        .isNull())
                .isTrue();
        assertThat(mvm.run("query", "misses", "--finalized").out()).isEqualTo("no such slot\n");
        assertThat(mvm.run("query", "stats").out()).containsPattern("judged +none yet\n");
    }

    @Test
    void epochsTellWhatIsStoredOfThem() throws IOException {
        CommandRun.Result result = mvm.run("query", "epochs");
        assertThat(result.out().lines().map(line -> line.replaceAll(" +", " ").strip()))
                .containsExactly(
                        "EPOCH START OWED MISSED LOST ALONE NET NODE MAINT STATE",
                        "11 1970-01-01T00:11Z 7 3 0 0 0 1 1 running",
                        "10 1970-01-01T00:10Z 10 2 1 1 1 0 0 complete",
                        "2 epochs");
        JsonNode ours = json("query", "epochs", "--ours", "--json").get("epochs");
        assertThat(ours.get(0).get("epoch").asLong()).isEqualTo(11);
        assertThat(ours.get(0).get("start_ms").asLong()).isEqualTo(660_000);
        assertThat(ours.get(0).get("owed").asLong()).isEqualTo(2);
        assertThat(ours.get(0).get("judged_node").asLong()).isEqualTo(1);
        assertThat(ours.get(0).get("state").asText()).isEqualTo("running");
        assertThat(json(
                                "query",
                                "epochs",
                                "--validator",
                                SampleChain.sidechain(0).hex(),
                                "--json")
                        .get("epochs"))
                .hasSize(1);
        assertThat(json("query", "epochs", "--limit", "1", "--json").get("epochs"))
                .hasSize(1);
    }

    @Test
    void anEpochWithAGapIsPartial() throws Exception {
        SampleDatabase.tamper(
                mvm.database(),
                "UPDATE segment SET first_number = 6",
                "INSERT INTO segment VALUES (1, 1, 4)",
                "DELETE FROM block WHERE number = 5");
        JsonNode epochs = json("query", "epochs", "--json").get("epochs");
        assertThat(epochs.get(0).get("state").asText()).isEqualTo("running");
        assertThat(epochs.get(1).get("state").asText()).isEqualTo("partial");
    }

    @Test
    void otherQueriesShowTheFinalizedViewToo() throws IOException {
        JsonNode stats = json("query", "stats", "--json");
        assertThat(stats.get("judged_owed").asLong()).isEqualTo(12);
        assertThat(stats.get("judged_from_slot").asLong()).isEqualTo(101);
        assertThat(stats.get("judged_to_slot").asLong()).isEqualTo(112);
        assertThat(mvm.run("query", "stats").out()).containsPattern("missed alone +1 \\(8\\.33%\\)\n");
        JsonNode carol = json("query", "validator", SampleChain.sidechain(2).hex(), "--json");
        assertThat(carol.get("judged_node").asLong()).isEqualTo(1);
        assertThat(carol.get("missed_slots").get(0).get("cause").asText()).isEqualTo("node");
        assertThat(mvm.run("query", "validator", SampleChain.sidechain(2).hex()).out())
                .containsPattern("missed, node down +1 \\(25\\.00%\\)\n")
                .containsPattern("111 +1970-01-01T00:11:06Z +11 +0 +missed +node\n");
        JsonNode all = json("query", "validators", "--ours", "--json").get("validators");
        assertThat(all.get(0).get("judged_owed").asLong()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"misses", "performance", "epochs"})
    void everyCommandHasAHelpWithExamplesThatFitsEightyColumns(String command) {
        CommandRun.Result result = mvm.run("query", command, "--help");
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("Usage: mvm").contains("Examples:").contains("--config");
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }
}

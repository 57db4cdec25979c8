package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mvm.store.ChainWriter;
import io.mvm.store.SampleChain;
import io.mvm.store.SampleDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryCommandsTest {
    @TempDir
    Path directory;

    private CommandRun mvm;
    private SampleChain chain;

    @BeforeEach
    void write() {
        mvm = new CommandRun(directory);
        chain = SampleDatabase.write(mvm.database());
        mvm.configure("validator.ours = [\"" + SampleChain.sidechain(1) + "\"]\nvalidator.label = alice\n");
    }

    private JsonNode json(String... args) throws IOException {
        CommandRun.Result result = mvm.run(args);
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    void statsTellWhatIsStored() throws IOException {
        CommandRun.Result result = mvm.run("query", "stats");
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .containsPattern("stored +11\n")
                .containsPattern("time of last +1970-01-01T00:11:36Z, 23 s ago\n")
                .containsPattern("owed +17\n")
                .containsPattern("produced +11 \\(64.70%\\)\n");
        JsonNode json = json("query", "stats", "--json");
        assertThat(json.get("blocks").asLong()).isEqualTo(11);
        assertThat(json.get("genesis").asText()).isEqualTo(SampleChain.genesis().hex());
        assertThat(json.get("slots_owed").asLong()).isEqualTo(17);
        assertThat(json.get("last_block_timestamp_ms").asLong()).isEqualTo(696_250);
    }

    @Test
    void unknownIsADashInTextAndNullInJson() throws Exception {
        SampleDatabase.tamper(mvm.database(), "UPDATE chain SET slots_per_epoch = NULL, finalized_hash = NULL");
        assertThat(mvm.run("query", "stats").out()).containsPattern("slots in an epoch +-\n");
        JsonNode json = json("query", "stats", "--json");
        assertThat(json.get("slots_per_epoch").isNull()).isTrue();
        assertThat(json.get("finalized_block").isNull()).isTrue();
    }

    @Test
    void blocksAreATableOfEightyColumns() {
        CommandRun.Result result = mvm.run("query", "blocks", "--limit", "5");
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(result.out().lines().map(line -> line.replaceAll("0x[0-9a-f]{4}\\.\\.[0-9a-f]{4}", "HEX")))
                .containsExactly(
                        "BLOCK  HASH          SLOT  TIME                  AUTHOR        STATE"
                                .replace("HASH         ", "HASH         "),
                        "   11  HEX   116  1970-01-01T00:11:36Z  alice*        best",
                        "   10  HEX   114  1970-01-01T00:11:24Z  HEX  best",
                        "    9  HEX   113  1970-01-01T00:11:18Z  alice*        best",
                        "    8  HEX   110  1970-01-01T00:11:00Z  alice*        best",
                        "    7  HEX   109  1970-01-01T00:10:54Z  aura:a3a3..   final",
                        "5 blocks, the newest 23 s ago");
    }

    @Test
    void blocksAsJsonAndCsvCarryFullHashesAndKeys() throws IOException {
        JsonNode json = json("query", "blocks", "--from", "7", "--to", "8", "--oldest-first", "--json");
        assertThat(json.get("chain").asText()).isEqualTo("sample");
        assertThat(json.get("blocks")).hasSize(2);
        JsonNode first = json.get("blocks").get(0);
        assertThat(first.get("number").asLong()).isEqualTo(7);
        assertThat(first.get("hash").asText()).hasSize(66);
        assertThat(first.get("author").isNull()).isTrue();
        assertThat(first.get("aura_key").asText()).isEqualTo(SampleChain.aura(3).hex());
        assertThat(first.get("state").asText()).isEqualTo("finalized");
        String csv = mvm.run(
                        "query", "blocks", "--author", SampleChain.sidechain(0).hex(), "--csv")
                .out();
        assertThat(csv.split("\r\n")).hasSize(3).satisfies(lines -> {
            assertThat(lines[0]).startsWith("number,hash,parent,slot,timestamp_ms,");
            assertThat(lines[1]).startsWith("4,0x").contains("," + SampleChain.sidechain(0) + ",");
        });
    }

    @Test
    void oneBlockIsFoundByHeightOrHash() throws IOException {
        JsonNode byNumber = json("query", "blocks", "5", "--json");
        JsonNode byHash = json("query", "blocks", byNumber.get("hash").asText(), "--json");
        assertThat(byHash).isEqualTo(byNumber);
        assertThat(mvm.run("query", "blocks", "5").out())
                .contains(byNumber.get("hash").asText())
                .containsPattern("seat +2\n");
        CommandRun.Result missing = mvm.run("query", "blocks", "500");
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).startsWith("mvm: block 500 is not stored;");
        assertThat(mvm.run("query", "blocks", "five").status()).isEqualTo(2);
    }

    @Test
    void validatorsAreListedWithOursMarked() throws IOException {
        CommandRun.Result result = mvm.run("query", "validators");
        assertThat(result.out().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
                .anySatisfy(line -> assertThat(line).matches("alice\\* +registered +6 +5 +0 +1 +83.33% +23 s ago"))
                .anySatisfy(line -> assertThat(line).startsWith("aura:a3a3.."));
        assertThat(result.out()).endsWith("4 of 4 validators\n");
        JsonNode ours = json("query", "validators", "--ours", "--json").get("validators");
        assertThat(ours).hasSize(1);
        assertThat(ours.get(0).get("validator").asText())
                .isEqualTo(SampleChain.sidechain(1).hex());
        assertThat(ours.get(0).get("label").asText()).isEqualTo("alice");
        assertThat(ours.get(0).get("owed").asLong()).isEqualTo(6);
        assertThat(json("query", "validators", "--limit", "2", "--json").get("validators"))
                .hasSize(2);
    }

    @Test
    void oursMustBeKnownToBeAskedFor() {
        mvm.configure("");
        CommandRun.Result result = mvm.run("query", "validators", "--ours");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("set validator.ours");
    }

    @Test
    void slotsForWhichAValidatorSignedSeveralBlocksAreShownWithTheBlocks() throws IOException {
        assertThat(mvm.run("query", "validator", "0x0211111111").out())
                .containsPattern("equivocations +0\n")
                .doesNotContain("signed several");
        try (ChainWriter writer = SampleDatabase.open(mvm.database())) {
            writer.commit(chain.twin(9).take());
        }
        String other = chain.twin(9).take().forks().get(0).hash().hex();
        assertThat(mvm.run("query", "validator", "0x0211111111").out())
                .containsPattern("equivocations +1\n")
                .contains("Newest slots for which it signed several blocks (mvm guide equivocation)")
                .containsPattern(" 113  0x[0-9a-f]{4}\\.\\.[0-9a-f]{4} " + other.substring(0, 6));
        JsonNode json = json("query", "validator", SampleChain.aura(1).hex(), "--json");
        assertThat(json.get("equivocation_slots").asLong()).isEqualTo(1);
        assertThat(json.get("equivocations").get(0).get("slot").asLong()).isEqualTo(113);
        assertThat(json.get("equivocations").get(0).get("blocks"))
                .hasSize(2)
                .anySatisfy(hash -> assertThat(hash.asText()).isEqualTo(other));
        assertThat(json("query", "stats", "--json").get("equivocations").asLong())
                .isEqualTo(1);
        assertThat(json("query", "validators", "--ours", "--json")
                        .get("validators")
                        .get(0)
                        .get("equivocation_slots")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void oneValidatorIsShownWithItsEpochsBlocksAndMisses() throws IOException {
        CommandRun.Result result = mvm.run("query", "validator", "0x0211111111");
        assertThat(result.out())
                .contains("Validator alice (ours)")
                .contains(SampleChain.sidechain(1).hex())
                .containsPattern("stake +5 ADA")
                .containsPattern("105 +1970-01-01T00:10:30Z +10 +1 +orphaned +not judged yet");
        JsonNode json = json("query", "validator", SampleChain.aura(1).hex(), "--json");
        assertThat(json.get("epochs")).hasSize(2);
        assertThat(json.get("blocks")).hasSize(5);
        assertThat(json.get("missed_slots").get(0).get("slot").asLong()).isEqualTo(105);
    }

    @Test
    void anUnknownValidatorIsAnsweredWithTheNearest() {
        CommandRun.Result result = mvm.run("query", "validator", "0x021111ff");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("mvm: no validator of chain 'sample' has a key that begins with 0x021111ff; the nearest")
                .contains(SampleChain.sidechain(1).hex());
    }

    @Test
    void gapsAreTold() throws IOException {
        assertThat(mvm.run("query", "gaps").out()).isEqualTo("no gaps\n");
        assertThat(json("query", "gaps", "--json").get("gaps")).isEmpty();
        assertThat(mvm.run("query", "gaps", "--csv").out()).isEqualTo("from,to,blocks\r\n");
    }

    @Test
    void verifyEndsWithZeroWhenAllAgreesAndWithOneWhenNot() throws Exception {
        CommandRun.Result fine = mvm.run("query", "verify");
        assertThat(fine.status()).isZero();
        assertThat(fine.out()).endsWith("all checks agree with the rows\n");
        assertThat(json("query", "verify", "--json").get("ok").asBoolean()).isTrue();
        SampleDatabase.tamper(mvm.database(), "UPDATE duty SET missed = missed + 1 WHERE epoch = 11");
        CommandRun.Result red = mvm.run("query", "verify");
        assertThat(red.status()).isEqualTo(1);
        assertThat(red.out()).containsPattern("duties +\\d+ +\\d faults").contains("the database contradicts itself");
        JsonNode json =
                new ObjectMapper().readTree(mvm.run("query", "verify", "--json").out());
        assertThat(json.get("ok").asBoolean()).isFalse();
        JsonNode duties = null;
        for (JsonNode check : json.get("checks")) {
            duties = check.get("name").asText().equals("duties") ? check : duties;
        }
        assertThat(duties.get("expected").asText()).contains("0 missed");
        assertThat(duties.get("found").asText()).contains("1 missed");
    }

    @Test
    void coloursAreForTerminalsAndForThoseWhoWantThem() {
        assertThat(mvm.run("query", "verify").out()).doesNotContain("\u001b[");
        assertThat(new CommandRun(directory).terminal().run("query", "verify").out())
                .contains("\u001b[32mok");
        assertThat(new CommandRun(directory)
                        .terminal()
                        .run("query", "verify", "--no-color")
                        .out())
                .doesNotContain("\u001b[");
        assertThat(new CommandRun(directory)
                        .terminal()
                        .env("NO_COLOR", "1")
                        .run("query", "verify")
                        .out())
                .doesNotContain("\u001b[");
    }

    @Test
    void aMissingDatabaseIsSaidInOneLine() {
        CommandRun.Result result = mvm.run(
                "query", "stats", "--db-path", directory.resolve("none.db").toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo("mvm: no database at " + directory.resolve("none.db")
                        + "; 'mvm sync' makes one, or give --db-path\n");
    }

    @Test
    void aNewerSchemaIsRefusedWithWhatToDo() throws SQLException {
        SampleDatabase.tamper(mvm.database(), "UPDATE flyway_schema_history SET version = '9' WHERE version = '2'");
        CommandRun.Result result = mvm.run("query", "stats");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("has schema 9").contains("run the newer MVM");
    }

    @Test
    void aFileThatIsNoDatabaseIsSaidInOneLineAndWithDetailsOnlyWhenAsked() throws IOException {
        Files.writeString(mvm.database(), "no database at all, but long enough to be looked at".repeat(50));
        CommandRun.Result result = mvm.run("query", "stats");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(mvm.run("query", "stats", "-v").err()).contains("\tat io.mvm.");
    }

    @Test
    void badFlagsAndBadConfigurationEndWithTwo() {
        CommandRun.Result flag = mvm.run("query", "blocks", "--limt", "3");
        assertThat(flag.status()).isEqualTo(2);
        assertThat(flag.err())
                .contains("'--limt'")
                .contains("did you mean --limit")
                .contains("mvm query blocks --help");
        assertThat(mvm.run("query", "blocks", "--json", "--csv").status()).isEqualTo(2);
        assertThat(mvm.run("query", "blocks", "--from", "9", "--to", "3").status())
                .isEqualTo(2);
        assertThat(mvm.run("query").status()).isEqualTo(2);
        assertThat(mvm.run("frobnicate").status()).isEqualTo(2);
        CommandRun.Result config =
                mvm.configure("sync.batchsize = 3\nrpc.max-retries = many\n").run("query", "stats");
        assertThat(config.status()).isEqualTo(2);
        assertThat(config.err().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("mvm: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "status",
                "version",
                "query",
                "query stats",
                "query blocks",
                "query gaps",
                "query validators",
                "query validator",
                "query verify"
            })
    void everyCommandHasAHelpWithExamplesThatFitsEightyColumns(String command) {
        CommandRun.Result result = mvm.run((command + " --help").strip().split(" "));
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("Usage: mvm").contains("Examples:").contains("--config");
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void versionTellsTheBuild() throws IOException {
        assertThat(mvm.run("version").out()).startsWith("mvm ");
        assertThat(json("version", "--json").get("java").asText()).isNotEmpty();
        assertThat(mvm.run("--version").out()).isEqualTo(mvm.run("version").out());
    }
}

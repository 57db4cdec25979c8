package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mvm.chain.BlockHash;
import io.mvm.rpc.NodeHealth;
import io.mvm.rpc.RpcException;
import io.mvm.rpc.RpcSettings;
import io.mvm.store.ChainWriter;
import io.mvm.store.SampleChain;
import io.mvm.store.SampleDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
    @TempDir
    Path directory;

    private final FakeNode node = new FakeNode();
    private CommandRun mvm;
    private SampleChain chain;

    @BeforeEach
    void write() {
        mvm = new CommandRun(directory).node(node);
        chain = SampleDatabase.write(mvm.database());
    }

    private CommandRun.Result once() {
        return mvm.run("status", "--once");
    }

    private void assertFinds(int status, String... findings) {
        CommandRun.Result result = once();
        // Long ones go on over the next lines.
        assertThat(result.out().replace("\n    ", " ").lines().filter(line -> line.startsWith("  ! ")))
                .as(result.out())
                .hasSize(findings.length)
                .satisfies(lines -> {
                    for (int i = 0; i < findings.length; i++) {
                        assertThat(lines.get(i)).contains(findings[i]);
                    }
                });
        assertThat(result.status()).isEqualTo(status);
    }

    @Test
    void aHealthyNodeEndsWithZero() {
        CommandRun.Result result = once();
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .startsWith("healthy  1970-01-01T00:12:00Z\n")
                .containsPattern("node +fake, version 1.2.3\n")
                .containsPattern("peers +8\n")
                .containsPattern("head +11, 6 s ago\n")
                .containsPattern("condition +ok\n")
                .containsPattern("finalized +8, 24 s ago, 3 blocks behind the head\n")
                .containsPattern("last block +11, 23 s ago, 0 blocks behind the node\n");
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(node.closed).isTrue();
    }

    @Test
    void jsonIsOneDocumentWithEverything() throws IOException {
        node.finalized = 0;
        JsonNode json = new ObjectMapper()
                .readTree(mvm.run("status", "--once", "--json").out());
        assertThat(json.get("health").asText()).isEqualTo("degraded");
        assertThat(json.get("findings").get(0).get("level").asText()).isEqualTo("degraded");
        assertThat(json.get("node_up").asBoolean()).isTrue();
        assertThat(json.get("best_block").asLong()).isEqualTo(11);
        assertThat(json.get("head_age_slots").asLong()).isEqualTo(1);
        assertThat(json.get("finality_lag_blocks").asLong()).isEqualTo(11);
        assertThat(json.get("blocks_behind").asLong()).isZero();
    }

    @Test
    void anUnreachableNodeIsCriticalAndTheDatabaseIsShownAllTheSame() {
        node.failure = new RpcException(RpcException.Kind.UNREACHABLE, "connection refused by http://node:9944");
        assertFinds(4, "the node cannot be reached: connection refused");
        assertThat(once().out()).containsPattern("endpoint +http://node:9944\n").containsPattern("last block +11");
        mvm.nodes(settings -> {
            throw new RpcException(RpcException.Kind.TIMEOUT, "no answer in 30 s");
        });
        assertFinds(4, "no answer in 30 s");
    }

    @Test
    void peersAreMissedOnlyWhereThereShouldBeSome() {
        node.health = new NodeHealth(0, false, true);
        assertFinds(4, "the node has no peers");
        node.health = new NodeHealth(2, false, true);
        assertFinds(3, "only 2 peers, expected at least 3");
        node.health = new NodeHealth(3, false, true);
        assertFinds(0);
        node.health = new NodeHealth(0, false, false);
        assertFinds(0);
    }

    @Test
    void syncingAndLaggingFinalityDegrade() {
        node.health = new NodeHealth(8, true, true);
        assertFinds(3, "syncing");
        node.health = new NodeHealth(8, false, true);
        node.finalized = 1;
        assertFinds(0);
        node.finalized = 0;
        assertFinds(3, "finality is 11 blocks behind the head, expected at most 10");
    }

    @Test
    void anOldHeadDegradesAndADeadOneIsCritical() {
        node.headSlot = 117L;
        assertFinds(0);
        node.headSlot = 116L;
        assertFinds(3, "the head is 4 slots old (24 s)");
        node.headSlot = 110L;
        assertFinds(3, "the head is 10 slots old");
        node.headSlot = 109L;
        assertFinds(4, "the head is 11 slots old");
        node.headSlot = 125L;
        assertFinds(3, "5 slots ahead of this machine's clock");
    }

    @Test
    void whatTheNodeDoesNotTellIsUnknown() {
        node.healthFailure = new RpcException(RpcException.Kind.REFUSED, "system_health is refused as unsafe");
        assertFinds(5, "system_health is refused as unsafe");
        node.headSlot = 100L;
        assertFinds(4, "the head is 20 slots old", "system_health is refused");
        assertThat(once().out()).containsPattern("peers +-\n");
        node.healthFailure = null;
        node.headSlot = null;
        assertFinds(5, "the age of the head cannot be told");
    }

    @Test
    void theDatabaseKnowsTheSlotDurationWhereTheRuntimeDoesNotSay() throws IOException {
        node.slotMs = null;
        assertFinds(0);
        Files.delete(mvm.database());
        assertFinds(5, "the age of the head cannot be told");
    }

    @Test
    void aDatabaseBehindOrWithGapsDegrades() {
        node.best = 21;
        node.finalized = 20;
        assertFinds(0);
        node.best = 22;
        assertFinds(3, "the database is 11 blocks behind the node; is 'mvm sync' running?");
        node.best = 11;
        node.finalized = 8;
        try (ChainWriter writer = SampleDatabase.open(mvm.database())) {
            writer.commit(new SampleChain(14, SampleChain.SECOND_SET).block(118).take(chain.segment()));
        }
        assertFinds(3, "the database lacks 2 blocks, see 'mvm query gaps'");
    }

    @Test
    void noDatabaseIsNoFaultButABrokenOneIs() throws IOException {
        Files.delete(mvm.database());
        assertFinds(0);
        assertThat(once().out()).contains("there is none; 'mvm sync' makes it");
        Files.writeString(mvm.database(), "not a database ".repeat(100));
        assertFinds(3, "damaged or no SQLite database");
    }

    @Test
    void aDatabaseOfAnotherChainIsTold() {
        node.genesis = BlockHash.parse("0x" + "77".repeat(32));
        assertFinds(3, "the database follows another chain");
    }

    @Test
    void looksAgainAfterEachIntervalUntilInterrupted() {
        List<Duration> pauses = new ArrayList<>();
        mvm.pause(length -> {
            pauses.add(length);
            node.health = new NodeHealth(0, false, true);
            if (pauses.size() == 3) {
                throw new InterruptedException();
            }
        });
        CommandRun.Result result = mvm.run("status", "--interval", "30s");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(pauses).containsOnly(Duration.ofSeconds(30)).hasSize(3);
        assertThat(result.out().lines().filter(line -> line.startsWith("healthy")))
                .hasSize(1);
        assertThat(result.out().lines().filter(line -> line.startsWith("critical")))
                .hasSize(2);
        assertThat(result.status()).isZero();
    }

    @Test
    void asksTheNodeOfTheCommandLineAndTriesNoLongerThanACheckMay() {
        List<RpcSettings> asked = new ArrayList<>();
        mvm.nodes(settings -> {
            asked.add(settings);
            return node;
        });
        mvm.run("status", "--once", "--rpc-url", "http://a:1,ws://b:2");
        assertThat(asked).singleElement().satisfies(settings -> {
            assertThat(settings.urls()).containsExactly(URI.create("http://a:1"), URI.create("ws://b:2"));
            assertThat(settings.maxRetries()).isLessThanOrEqualTo(1);
        });
    }

    @Test
    void badIntervalsAreRefused() {
        assertThat(mvm.run("status", "--interval", "often").status()).isEqualTo(2);
        assertThat(mvm.run("status", "--interval", "0s").status()).isEqualTo(2);
        assertThat(mvm.run("status", "--interval", "often").err()).contains("'often' is no duration");
    }
}

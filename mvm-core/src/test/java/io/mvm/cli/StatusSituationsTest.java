package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mvm.rpc.FailoverNode;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NetworkSpecBuilder;
import io.mvm.simulator.NodeBehaviourBuilder;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.SimulatedValidator;
import io.mvm.store.ChainWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvm status --once} beside networks in which one thing is wrong, and those in which nothing is. */
class StatusSituationsTest {
    private static final long SLOT_MS = 6_000;
    private static final long FIRST_SLOT = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli() / SLOT_MS;

    @TempDir
    Path directory;

    private final List<SimulatedNode> nodes = new ArrayList<>();
    private SimulatedChain chain;
    private CommandRun mvm;
    private SimulatedValidator ours;

    @AfterEach
    void close() {
        nodes.forEach(SimulatedNode::close);
        chain.close();
    }

    private static NetworkSpecBuilder network() {
        return NetworkSpec.builder()
                .seed(3)
                .permissionedSeats(6)
                .registeredSeats(3)
                .permissionedCandidates(5)
                .registeredCandidates(3)
                .slotsPerEpoch(60)
                .firstSlot(FIRST_SLOT);
    }

    /** A network two epochs old with our validator in it, its keystore beside. */
    private void start(NetworkSpecBuilder network, SimulatedValidator.Kind kind) throws IOException {
        chain = SimulatedChain.create(network.build(), at(FIRST_SLOT));
        chain.advanceTo(FIRST_SLOT + 130);
        ours = chain.validators().stream()
                .filter(one -> one.kind() == kind)
                .findFirst()
                .orElseThrow();
        nodes.add(SimulatedNode.start(chain));
        node(change -> change.validator(ours.index()).unsafeMethods(true));
        keystore(ours);
        mvm = new CommandRun(directory)
                .nodes(settings -> new FailoverNode(settings, new MetricRegistry(), Clock.systemUTC()))
                .pause(length -> {
                    // What a command waits for is the chain.
                    chain.advanceSlots(1);
                    Thread.sleep(20);
                });
        configure(true);
    }

    private void keystore(SimulatedValidator of) throws IOException {
        Path keystore = Files.createDirectory(
                directory.resolve("keystore"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String name : of.keystoreFileNames()) {
            Files.createFile(
                    keystore.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    private void configure(boolean withKeystore) {
        mvm.configure("rpc.urls = ["
                + String.join(
                        ", ", nodes.stream().map(one -> "\"" + one.url() + "\"").toList())
                + "]\nrpc.retry-initial-delay = 1ms\nrpc.max-retries = 0\nrpc.timeout = 2s\nexporter.enabled = false\n"
                + "validator.ours = [\"" + ours.sidechainKey() + "\"]\nvalidator.label = alice\n"
                + (withKeystore ? "validator.keystore-path = \"" + directory.resolve("keystore") + "\"\n" : ""));
    }

    private void node(UnaryOperator<NodeBehaviourBuilder> change) {
        nodes.get(0).change(change);
    }

    private static Clock at(long slot) {
        return Clock.fixed(Instant.ofEpochMilli(slot * SLOT_MS + 2_000), ZoneOffset.UTC);
    }

    /** Fills the database with what the chain has by now. */
    private void sync() {
        CommandRun.Result result = mvm.clock(Clock.systemUTC()).run("sync", "--once");
        assertThat(result.status()).as(result.err()).isZero();
    }

    private CommandRun.Result status(String... more) {
        String[] args = new String[more.length + 2];
        args[0] = "status";
        args[1] = "--once";
        System.arraycopy(more, 0, args, 2, more.length);
        return mvm.clock(at(chain.slot() + 1)).run(args);
    }

    private void assertEnds(int status, String... patterns) {
        CommandRun.Result result = status();
        for (String pattern : patterns) {
            assertThat(result.out().replace("\n    ", " ")).containsPattern(pattern);
        }
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).as(result.out()).isEqualTo(status);
    }

    @Test
    void aValidatorThatDoesItsWorkIsHealthyAndEverythingIsToldOfIt() throws IOException {
        start(network(), SimulatedValidator.Kind.REGISTERED);
        sync();
        CommandRun.Result result = status("--explain");
        assertThat(result.status()).as(result.out()).isZero();
        assertThat(result.out())
                .startsWith("healthy  ")
                .containsPattern("condition +ok\n")
                .containsPattern("votes +\\d of 9 voted, 7 needed\n")
                .containsPattern("Cardano data +newest block \\d+ (s|min)")
                .contains("alice  0x")
                .containsPattern("registration +registered\n")
                .containsPattern("seats +\\d of 9 now, \\d next\n")
                .containsPattern("keys +aura right, gran right, crch right\n")
                .containsPattern("next slot +in \\d+ ")
                .containsPattern("quiet stretch +\\d+ ")
                .containsPattern("judged +\\d+ in the last 12 epochs: all made\n")
                .containsPattern("votes +seen in completed rounds\n");
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        JsonNode json = new ObjectMapper().readTree(status("--json").out());
        JsonNode own = json.get("ours").get(0);
        assertThat(own.get("validator").asText()).isEqualTo(ours.sidechainKey().hex());
        assertThat(own.get("registration").asText()).isEqualTo("registered");
        assertThat(own.get("next_slot").asLong()).isGreaterThan(chain.slot());
        assertThat(own.get("next_slot_ms").asLong())
                .isEqualTo(own.get("next_slot").asLong() * SLOT_MS);
        // The whole database and the newest epochs must not be mixed under one name.
        assertThat(own.get("judged_owed").asLong())
                .isEqualTo(own.get("judged_produced").asLong()
                        + own.get("judged_orphaned").asLong()
                        + own.get("judged_maintenance").asLong()
                        + own.get("judged_network").asLong()
                        + own.get("judged_node").asLong()
                        + own.get("judged_alone").asLong());
        JsonNode newest = own.get("judged_newest_epochs");
        assertThat(newest.get("owed").asLong()).isPositive();
        assertThat(newest.get("missed").get("alone").asLong()).isZero();
        assertThat(own.get("consecutive_missed").asLong()).isZero();
        assertThat(own.get("keys").get(0).get("in_keystore").asBoolean()).isTrue();
        assertThat(own.get("vote").asText()).isEqualTo("voting");
        assertThat(json.get("grandpa_threshold").asLong()).isEqualTo(7);
    }

    @Test
    void aWrongAuraKeyIsCritical() throws IOException {
        // Registered candidates come after the five permissioned ones.
        start(network().wrongAuraKeys(5), SimulatedValidator.Kind.REGISTERED);
        assertEnds(4, "the node cannot author its slots", "aura WRONG, gran right", "mvm guide keys");
    }

    @Test
    void anInvalidRegistrationIsCritical() throws IOException {
        start(network().invalid(1), SimulatedValidator.Kind.INVALID);
        assertEnds(4, "registration +invalid\n", "see mvm guide registration");
    }

    @Test
    void anUnregisteredValidatorDegradesAndAPendingOneWaits() throws IOException {
        start(network().unregistered(1).pending(1, 2), SimulatedValidator.Kind.UNREGISTERED);
        assertEnds(3, "registration +none\n", "see mvm guide registration");
        close();
        nodes.clear();
        Files.move(directory.resolve("keystore"), directory.resolve("former"));
        start(network().unregistered(1).pending(1, 2), SimulatedValidator.Kind.PENDING);
        assertEnds(0, "registration +pending\n", "  - registered by pool .* from Cardano epoch \\d+ on");
    }

    @Test
    void withSeveralValidatorsOfOursAFindingSaysWhoseItIs() throws IOException {
        start(network().wrongAuraKeys(5), SimulatedValidator.Kind.REGISTERED);
        SimulatedValidator healthy = chain.validators().get(0);
        mvm.configure("rpc.urls = [\"" + nodes.get(0).url() + "\"]\nvalidator { label = alice, keystore-path = \""
                + directory.resolve("keystore") + "\", others = [{ key = \"" + healthy.sidechainKey()
                + "\", label = bob }] }\n");
        assertEnds(4, "! alice: .*cannot author its slots", "alice  0x", "bob  0x");
    }

    @Test
    void noSeatsForRegisteredCandidatesIsWorthKnowingAndNoMore() throws IOException {
        start(network().registeredSeats(0), SimulatedValidator.Kind.REGISTERED);
        sync();
        assertEnds(0, "  - .*D-parameter", "alice has no seat in the committee in force", "not a voter now");
    }

    @Test
    void aKeyFileThatOthersCanReadDegrades() throws IOException {
        start(network(), SimulatedValidator.Kind.PERMISSIONED);
        Files.setPosixFilePermissions(
                directory.resolve("keystore").resolve(ours.keystoreFileNames().get(0)),
                PosixFilePermissions.fromString("rw-r--r--"));
        assertEnds(3, "! in the keystore .*0644|! in the keystore .*others", "see mvm guide keys");
    }

    @Test
    void withoutAKeystoreNobodyAskedForTheKeys() throws IOException {
        start(network(), SimulatedValidator.Kind.PERMISSIONED);
        node(change -> change.unsafeMethods(false));
        configure(false);
        assertEnds(0, "  - .*could be read", "keys +aura unknown, gran unknown");
    }

    @Test
    void anOwnSilentVoteDegrades() throws IOException {
        start(network(), SimulatedValidator.Kind.PERMISSIONED);
        chain.silence(ours.sidechainKey());
        chain.advanceSlots(10);
        assertEnds(3, "alice is a voter, but was seen to vote in none", "mvm guide finality");
        chain.speak(ours.sidechainKey());
        chain.advanceSlots(10);
        assertEnds(0, "seen in completed rounds");
    }

    @Test
    void aRowOfOwnMissesIsCriticalUntilItWorksAgain() throws IOException {
        start(network(), SimulatedValidator.Kind.PERMISSIONED);
        chain.forceMiss(ours.sidechainKey(), 8);
        chain.advanceSlots(50);
        sync();
        assertEnds(4, "alice missed its last", "and not because of the network", "mvm guide not-producing");
        long now = (chain.slot() + 1) * SLOT_MS + 2_000;
        try (ChainWriter writer = ChainWriter.open(mvm.database(), Clock.systemUTC(), new MetricRegistry())) {
            assertThat(writer.attachKnown("midnight")).isTrue();
            writer.downtimes().startMaintenance(now - 60_000, now + 600_000, "new kernel");
        }
        assertEnds(0, "  - alice missed its last", "  - maintenance until .* \\(new kernel\\)");
        chain.advanceSlots(100);
        sync();
        assertEnds(0, "judged +\\d+ in the last 12 epochs: 3 maintenance, 5 alone\n");
    }

    @Test
    void missesOfTheWholeNetworkAreNoReasonToPage() throws IOException {
        start(network(), SimulatedValidator.Kind.PERMISSIONED);
        chain.forceMiss(100);
        chain.advanceSlots(160);
        sync();
        assertEnds(0, "judged +\\d+ in the last 12 epochs: \\d\\d network\n");
    }

    @Test
    void aNodeThatIsGoneOrFrozenIsCritical() throws IOException {
        start(network(), SimulatedValidator.Kind.PERMISSIONED);
        sync();
        node(change -> change.frozen(true));
        chain.advanceSlots(20);
        assertEnds(4, "the head is \\d+ slots old", "see mvm guide peers");
        node(change -> change.frozen(false).offline(true));
        assertEnds(4, "the node cannot be reached", "alice");
        node(change -> change.offline(false));
        sync();
        assertEnds(0, "condition +ok\n");
    }

    @Test
    void oldCardanoDataDegrade() throws IOException {
        start(network(), SimulatedValidator.Kind.PERMISSIONED);
        node(change -> change.mainchainLag(Duration.ofMinutes(29)));
        assertEnds(0, "Cardano data");
        node(change -> change.mainchainLag(Duration.ofMinutes(32)));
        assertEnds(3, "db-sync or its Postgres lags", "mvm guide not-producing");
    }

    @Test
    void endpointsThatDisagreeDegrade() throws IOException {
        start(network(), SimulatedValidator.Kind.PERMISSIONED);
        nodes.add(SimulatedNode.start(chain));
        configure(true);
        assertEnds(0, "2 of 2 up, they agree");
        nodes.get(1).change(change -> change.otherHashes(true));
        assertEnds(3, "has another final block than", "2 of 2 up, they disagree");
    }
}

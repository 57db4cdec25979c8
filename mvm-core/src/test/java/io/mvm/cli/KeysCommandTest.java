package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mvm.chain.Hex;
import io.mvm.rpc.FailoverNode;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NetworkSpecBuilder;
import io.mvm.simulator.NodeBehaviour;
import io.mvm.simulator.NodeBehaviourBuilder;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.SimulatedValidator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvm keys} over a simulated node: what is said, and how it ends. */
class KeysCommandTest {
    private static final int OURS = 1;
    private static final int ADDED = 9;

    @TempDir
    Path directory;

    @Test
    void isHealthyWhenAllIsRight() throws IOException {
        CommandRun.Result result = verify(network(), OURS, node -> node.unsafeMethods(true));

        assertThat(result.status()).as(result.toString()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("healthy  ");
        assertThat(result.out().lines().filter(line -> line.startsWith("  aura ")))
                .singleElement()
                .asString()
                .containsPattern(
                        "^  aura  yes    yes         yes      yes               0x[0-9a-f]{4}\\.\\.[0-9a-f]{4}$");
        assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(result.out()).contains("registration  permissioned in Cardano epoch ", "next");
    }

    @Test
    void showsSignsWhereTheTerminalHasThemAndAlwaysWords() throws IOException {
        CommandRun.Result result =
                run(network().wrongAuraKeys(OURS), OURS, node -> node, run -> run.env("LANG", "en_US.UTF-8"), "verify");
        assertThat(result.out()).contains("✗ no", "✓ yes", "? unknown");
    }

    @Test
    void isCriticalForAWrongAuraKeyWithoutUnsafeMethods() throws IOException {
        CommandRun.Result result = verify(network().wrongAuraKeys(OURS), OURS, node -> node.unsafeMethods(false));

        assertThat(result.status()).as(result.toString()).isEqualTo(ExitStatus.CRITICAL);
        assertThat(result.out())
                .startsWith("critical  ")
                .contains("! critical: the keystore", "-> insert the key that the chain knows", "see 'mvm guide keys'")
                .contains("aura  NO", "? unknown");
        assertThat(result.out().lines()).allMatch(line -> line.length() <= 80 || line.contains("keystore"));
    }

    @Test
    void isCriticalForAnInvalidRegistration() throws IOException {
        CommandRun.Result result = verify(network().invalid(1), ADDED, node -> node);
        assertThat(result.status()).as(result.toString()).isEqualTo(ExitStatus.CRITICAL);
        assertThat(result.out()).contains("InvalidTxInput", "see 'mvm guide registration'");
    }

    @Test
    void isDegradedForAValidatorThatIsNotRegistered() throws IOException {
        CommandRun.Result result = verify(network().unregistered(1), ADDED, node -> node);
        assertThat(result.status()).as(result.toString()).isEqualTo(ExitStatus.DEGRADED);
        assertThat(result.out()).contains("registration  none", "not among the candidates", "1 here");
    }

    @Test
    void isHealthyWithoutSeatsByTheDParameter() throws IOException {
        CommandRun.Result result = verify(network().registeredSeats(0), 5, node -> node);
        assertThat(result.status()).as(result.toString()).isZero();
        assertThat(result.out())
                .contains("- valid, but the D-parameter gives registered candidates no seats")
                .contains("0 of 6 now");
    }

    @Test
    void isHealthyWhileARegistrationIsPending() throws IOException {
        CommandRun.Result result = verify(network().pending(1, 1), ADDED, node -> node);
        assertThat(result.status()).as(result.toString()).isZero();
        assertThat(result.out()).contains("registration  pending", "from Cardano epoch");
    }

    @Test
    void isDegradedForKeyFilesThatOthersMayRead() throws IOException {
        CommandRun.Result result = run(
                network(),
                OURS,
                node -> node,
                run -> {
                    try (var files = Files.list(directory.resolve("keystore"))) {
                        for (Path file : files.toList()) {
                            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return run;
                },
                "verify");
        assertThat(result.status()).as(result.toString()).isEqualTo(ExitStatus.DEGRADED);
        assertThat(flat(result)).contains("others than the owner may use key files");
    }

    @Test
    void cannotTellWithoutKeysHereWhenTheNodeRefuses() throws IOException {
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(
                        chain,
                        0,
                        NodeBehaviour.builder()
                                .validator(OURS)
                                .unsafeMethods(false)
                                .build())) {
            CommandRun run = command()
                    .configure("validator.ours = [\""
                            + chain.validators().get(OURS).sidechainKey().hex() + "\"]");
            CommandRun.Result refused =
                    run.run("keys", "verify", "--rpc-url", node.url().toString());
            assertThat(refused.status()).as(refused.toString()).isEqualTo(ExitStatus.UNKNOWN);
            assertThat(flat(refused)).contains("the node does not tell");
            node.change(behaviour -> behaviour.unsafeMethods(true));
            CommandRun.Result told =
                    run.run("keys", "verify", "--rpc-url", node.url().toString());
            assertThat(told.status()).as(told.toString()).isZero();
        }
    }

    @Test
    void cannotTellWhenTheNodeIsAway() throws IOException {
        Path keystore = keystore(SimulatedChain.create(network().build(), Clock.systemUTC())
                .validators()
                .get(OURS)
                .keystoreFileNames());
        CommandRun.Result result = command()
                .configure("rpc { max-retries = 0, timeout = 1s }")
                .run("keys", "verify", "--rpc-url", "http://127.0.0.1:1", "--keystore", keystore.toString());
        assertThat(result.status()).as(result.toString()).isEqualTo(ExitStatus.UNKNOWN);
        assertThat(result.out()).contains("the node cannot be reached");
    }

    @Test
    void givesEverythingAsJson() throws IOException {
        CommandRun.Result result =
                run(network().wrongAuraKeys(OURS), OURS, node -> node, run -> run, "verify", "--json");
        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(json.get("health").textValue()).isEqualTo("critical");
        JsonNode ours = json.get("validators").get(0);
        assertThat(ours.get("findings").get(0).get("code").textValue()).isEqualTo("aura_wrong");
        assertThat(ours.get("keys").get(0).get("type").textValue()).isEqualTo("aura");
        assertThat(ours.get("keys").get(0).get("in_keystore").booleanValue()).isFalse();
        assertThat(ours.get("keys").get(0).get("loaded_in_node").isNull()).isTrue();
        assertThat(ours.get("entries").get(0).get("valid").booleanValue()).isTrue();
        assertThat(json.get("permissioned_parameter").intValue()).isEqualTo(6);
    }

    @Test
    void showsTheKeysOnThisMachineWithoutANode() throws IOException {
        SimulatedValidator ours;
        try (SimulatedChain chain = SimulatedChain.create(network().build(), Clock.systemUTC())) {
            ours = chain.validators().get(OURS);
        }
        Path keystore = keystore(ours.keystoreFileNames());
        CommandRun run = new CommandRun(directory).configure("validator.label = mine");
        CommandRun.Result result = run.run("keys", "show", "--keystore", keystore.toString());
        assertThat(result.status()).as(result.toString()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "keystore " + keystore,
                        "  of    mine",
                        "  aura  " + ours.auraKey().hex(),
                        "  gran  " + Hex.encode(ours.grandpaKey()),
                        "  crch  " + ours.sidechainKey().hex());
        assertThat(run.run("keys", "show", "--keystore", keystore.toString(), "--csv")
                        .out())
                .startsWith("source,type,key\r\nkeystore " + keystore + ",aura,"
                        + ours.auraKey().hex() + "\r\n");
        JsonNode json = new ObjectMapper()
                .readTree(run.run("keys", "show", "--keystore", keystore.toString(), "--json")
                        .out());
        assertThat(json.get("validators").get(0).get("validator").textValue())
                .isEqualTo(ours.sidechainKey().hex());
    }

    @Test
    void saysWhatToConfigureWhenNothingIs() {
        for (String command : List.of("show", "verify")) {
            CommandRun.Result result = command().run("keys", command, "--rpc-url", "http://127.0.0.1:1");
            if (command.equals("show")) {
                result = new CommandRun(directory).run("keys", command);
            }
            assertThat(result.status()).as(result.toString()).isEqualTo(ExitStatus.HOPELESS);
            assertThat(result.err()).contains("no validator of ours is configured");
        }
    }

    @Test
    void endsWithAnErrorWhenAKeystoreCannotBeRead() {
        CommandRun.Result result = new CommandRun(directory)
                .run("keys", "show", "--keystore", directory.resolve("none").toString());
        assertThat(result.status()).isEqualTo(ExitStatus.HOPELESS);
        assertThat(result.out()).contains("! it does not exist");
    }

    private CommandRun.Result verify(NetworkSpecBuilder spec, int place, UnaryOperator<NodeBehaviourBuilder> behaviour)
            throws IOException {
        return run(spec, place, behaviour, run -> run, "verify");
    }

    private CommandRun.Result run(
            NetworkSpecBuilder spec,
            int place,
            UnaryOperator<NodeBehaviourBuilder> behaviour,
            UnaryOperator<CommandRun> change,
            String... arguments)
            throws IOException {
        try (SimulatedChain chain = SimulatedChain.create(spec.build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(
                        chain,
                        0,
                        behaviour
                                .apply(NodeBehaviour.builder().validator(place))
                                .build())) {
            chain.advanceSlots(5);
            Path keystore = keystore(chain.validators().get(place).keystoreFileNames());
            CommandRun run = change.apply(command());
            String[] all = new String[arguments.length + 5];
            all[0] = "keys";
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            all[arguments.length + 1] = "--rpc-url";
            all[arguments.length + 2] = node.url().toString();
            all[arguments.length + 3] = "--keystore";
            all[arguments.length + 4] = keystore.toString();
            return run.run(all);
        }
    }

    private CommandRun command() {
        return new CommandRun(directory)
                .clock(Clock.systemUTC())
                .nodes(settings -> new FailoverNode(settings, new MetricRegistry(), Clock.systemUTC()));
    }

    private static String flat(CommandRun.Result result) {
        return result.out().replaceAll("\\s+", " ");
    }

    private Path keystore(List<String> names) throws IOException {
        Path keystore = Files.createDirectory(
                directory.resolve("keystore"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String name : names) {
            Files.createFile(
                    keystore.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return keystore;
    }

    private static NetworkSpecBuilder network() {
        return NetworkSpec.builder()
                .seed(5)
                .permissionedSeats(6)
                .registeredSeats(3)
                .permissionedCandidates(5)
                .registeredCandidates(4)
                .slotsPerEpoch(60)
                .historyEpochs(2);
    }
}

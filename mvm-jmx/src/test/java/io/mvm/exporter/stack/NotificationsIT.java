package io.mvm.exporter.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mvm.exporter.fixture.Distribution;
import io.mvm.exporter.stack.Receiver.Message;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NodeBehaviour;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.SimulatedValidator;
import io.mvm.simulator.Truth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a fault on the chain to what somebody reads: the installed MVM, a real Prometheus and a real Alertmanager, with the
 * shipped rules, routes, texts and channels. Time passes fifteen times as fast, for slots as for every wait and every age in
 * rules and routes; MVM's own looks at the node keep their pace.
 */
class NotificationsIT {
    private static final int FACTOR = 15;
    private static final long SLOT_MS = 6_000 / FACTOR;
    private static final int OURS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SERVING = Pattern.compile("serving http://(\\S+)/metrics");

    @TempDir
    Path directory;

    private final List<String> times = new ArrayList<>();
    private SimulatedChain chain;
    private SimulatedNode node;
    private SimulatedValidator ours;
    private Process mvm;
    private Receiver receiver;
    private AlertStack stack;

    @BeforeEach
    void startTheWholeStack() throws Exception {
        String programs = System.getProperty("mvm.alertmanager");
        assertThat(programs)
                .as(
                        "folder of alertmanager and amtool, 0.28 or newer, given with -Dmvm.alertmanager; ./verify gives it")
                .isNotNull();
        chain = SimulatedChain.create(
                NetworkSpec.builder()
                        .seed(11)
                        .slotDurationMs(SLOT_MS)
                        .slotsPerEpoch(60)
                        .finalityLag(2)
                        .historyEpochs(3)
                        .build(),
                Clock.systemUTC());
        ours = chain.validators().get(OURS);
        node = SimulatedNode.start(
                chain,
                0,
                NodeBehaviour.builder().validator(OURS).unsafeMethods(true).build());
        chain.startLive();
        String page = startMvm();
        receiver = new Receiver();
        stack = new AlertStack(
                Files.createDirectory(directory.resolve("stack")),
                Path.of(programs),
                page,
                Map.of(
                        "webhook-url", receiver.url("webhook").toString(),
                        "slack-webhook-url", receiver.url("slack").toString(),
                        "deadman-url", receiver.url("deadman").toString()),
                FACTOR);
        receiver.await("the heartbeat", PATIENCE, 0, "deadman", any -> true);
        await("rules know of our misses")
                .atMost(PATIENCE)
                .until(() -> !stack.query("chain_validator:mvm_validator_finalized_slots_missed_own:increase15m == 0")
                                .isEmpty()
                        && stack.query("chain_instance:mvm_network_finalized_slots_owed:pace15m > 1.5")
                                .isEmpty());
    }

    private String startMvm() throws Exception {
        Path launcher = Distribution.unpack(Files.createDirectory(directory.resolve("mvm")));
        Path config = directory.resolve("mvm.conf");
        Files.writeString(
                config,
                String.join(
                        "\n",
                        "rpc.urls = [\"" + node.url() + "\"]",
                        "rpc.metrics-url = \"" + node.metricsUrl() + "\"",
                        // As much faster as the rules' time.
                        "sync.poll-interval = 400ms",
                        "rpc.retry-initial-delay = 100ms",
                        "rpc.retry-max-delay = 2s",
                        "database.path = \"" + directory.resolve("mvm.db") + "\"",
                        "integration.chain-id = midnight",
                        "exporter.bind = \"127.0.0.1:0\"",
                        "validator.ours = [\"" + ours.sidechainKey().hex() + "\"]",
                        "validator.label = MYPOOL",
                        ""));
        Path log = directory.resolve("mvm.log");
        mvm = new ProcessBuilder(launcher.toString(), "--config", config.toString(), "sync")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await("history complete and a page to scrape, see " + log)
                .atMost(PATIENCE)
                .until(() -> Files.readString(log).contains("history complete")
                        && SERVING.matcher(Files.readString(log)).find());
        Matcher serving = SERVING.matcher(Files.readString(log));
        assertThat(serving.find()).isTrue();
        return serving.group(1);
    }

    @AfterEach
    void stopEverything() throws Exception {
        if (stack != null) {
            stack.close();
        }
        if (receiver != null) {
            receiver.close();
        }
        if (mvm != null) {
            mvm.descendants().forEach(ProcessHandle::destroy);
            mvm.destroy();
            if (!mvm.waitFor(10, TimeUnit.SECONDS)) {
                mvm.destroyForcibly();
            }
        }
        if (node != null) {
            node.close();
            chain.close();
        }
    }

    @Test
    void aMissedSlotStalledFinalityAndAStoppedNodeAreToldByTheirNamesAndResolve() throws Exception {
        long missedMs = missASlot();
        finalityStalls();
        resolved("MvmSlotMissed", "warning", "own slot missed", missedMs);
        nodeStops();
        assertThat(told()).containsExactlyInAnyOrder("MvmSlotMissed", "MvmFinalityStalled", "MvmNodeDown");
        assertThat(stack.brokenRules()).isEmpty();
        Path report = Path.of("target/notifications.txt");
        Files.write(report, times);
        times.forEach(System.out::println);
    }

    /** Answers when the slot was over, Unix milliseconds. */
    private long missASlot() {
        long before = chain.slot();
        chain.forceMiss(ours.sidechainKey(), 1);
        long slot =
                await("a slot missed by ours").atMost(PATIENCE).until(() -> missedAfter(before), found -> found > 0);
        long over = (slot + 1) * SLOT_MS;

        JsonNode alert = firing("MvmSlotMissed", "warning", "own slot missed", over);
        assertThat(summary(alert)).isEqualTo("MYPOOL missed 1 of its slots on midnight");
        assertThat(description(alert))
                .isEqualTo("MYPOOL (" + ours.sidechainKey().hex()
                        + ") left 1 owed slots empty within 15 minutes. Newest of cause alone (the others produced): slot "
                        + slot + ". Final: no reorg changes this.");
        assertThat(alert.at("/labels/validator").asText())
                .isEqualTo(ours.sidechainKey().hex());
        assertThat(slack("WARNING Slot Missed · MYPOOL · midnight", over))
                .contains("*MYPOOL missed 1 of its slots on midnight*", "slot " + slot, "cause alone", "Runbook");
        return over;
    }

    private long missedAfter(long before) {
        return chain.truth().slots().stream()
                .filter(slot -> slot.slot() > before
                        && slot.outcome() == Truth.Outcome.MISSED
                        && slot.validator().equals(ours.sidechainKey()))
                .mapToLong(Truth.Slot::slot)
                .findFirst()
                .orElse(0);
    }

    private void finalityStalls() {
        long stopped = System.currentTimeMillis();
        chain.stopFinality();
        JsonNode early = firing("MvmFinalityStalled", "warning", "finality stalled", stopped);
        assertThat(summary(early))
                .startsWith("The newest final block of midnight is ")
                .endsWith(" old");
        JsonNode alert = firing("MvmFinalityStalled", "critical", "finality stalled", stopped);
        assertThat(summary(alert)).startsWith("Finality of midnight stands still for ");
        assertThat(description(alert)).contains("Do not restart a node that votes.");
        assertThat(slack("CRITICAL Finality Stalled · midnight", stopped))
                .contains("Finality of midnight stands still");

        long resumed = System.currentTimeMillis();
        chain.resumeFinality();
        resolved("MvmFinalityStalled", "critical", "finality stalled", resumed);
    }

    private void nodeStops() {
        long stopped = System.currentTimeMillis();
        node.change(behaviour -> behaviour.offline(true));
        JsonNode early = firing("MvmNodeDown", "warning", "node stopped", stopped);
        assertThat(summary(early)).isEqualTo("The node of midnight does not answer");
        JsonNode alert = firing("MvmNodeDown", "critical", "node stopped", stopped);
        assertThat(summary(alert)).isEqualTo("The node of midnight has not answered for 5 minutes");
        assertThat(description(alert)).contains("A validator on that node misses its slots and votes.");
        assertThat(slack("CRITICAL Node Down · midnight", stopped)).contains("has not answered for 5 minutes");

        // What follows from it is there, and held back.
        await("symptoms muted")
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stack.muted()).contains("MvmEndpointDown", "MvmDataStale", "MvmFinalityStalled"));
        Set<String> toldMeanwhile = new TreeSet<>();
        receiver.messages().stream()
                .filter(message -> message.channel().equals("webhook") && message.atMs() >= stopped)
                .forEach(message -> message.body()
                        .path("alerts")
                        .forEach(one ->
                                toldMeanwhile.add(one.at("/labels/alertname").asText())));
        assertThat(toldMeanwhile).containsExactly("MvmNodeDown");

        long started = System.currentTimeMillis();
        node.change(behaviour -> behaviour.offline(false));
        resolved("MvmNodeDown", "critical", "node stopped", started);
    }

    private JsonNode firing(String name, String severity, String fault, long sinceMs) {
        Message message = arrives(name, severity, "firing", sinceMs);
        note(fault, name + " " + severity, "fires", message.atMs() - sinceMs);
        assertThat(message.body().path("receiver").asText()).isEqualTo(severity);
        JsonNode alert = message.alert(name, "firing").orElseThrow();
        assertThat(alert.at("/annotations/runbook_url").asText()).isEqualTo("docs/runbooks/" + name + ".md");
        return alert;
    }

    private void resolved(String name, String severity, String fault, long sinceMs) {
        Message message = arrives(name, severity, "resolved", sinceMs);
        note(fault, name + " " + severity, "resolves", message.atMs() - sinceMs);
        JsonNode alert = message.alert(name, "resolved").orElseThrow();
        assertThat(alert.path("endsAt").asText())
                .isGreaterThan(alert.path("startsAt").asText());
        String words = name.replace("Mvm", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        assertThat(slack("RESOLVED " + words, sinceMs)).contains("Over: ");
    }

    private Message arrives(String name, String severity, String status, long sinceMs) {
        try {
            return receiver.await(
                    name + " " + severity + " " + status,
                    Duration.ofMinutes(2),
                    sinceMs,
                    "webhook",
                    message -> message.body().path("receiver").asText().equals(severity)
                            && message.alert(name, status).isPresent());
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "no " + name + " (" + severity + ", " + status + "). Prometheus has " + stack.alerts()
                            + ", Alertmanager mutes " + stack.muted() + ", received " + receiver.messages(),
                    e);
        }
    }

    private String slack(String title, long sinceMs) {
        return receiver.await(
                        title + " in Slack",
                        PATIENCE,
                        sinceMs,
                        "slack",
                        message ->
                                message.slack().lines().findFirst().orElse("").contains(title))
                .slack();
    }

    /** Names of all alerts that reached somebody as critical or warning. */
    private Set<String> told() {
        Set<String> names = new TreeSet<>();
        for (Message message : receiver.messages()) {
            if (message.channel().equals("webhook")
                    && !message.body().path("receiver").asText().equals("info")) {
                message.body()
                        .path("alerts")
                        .forEach(
                                alert -> names.add(alert.at("/labels/alertname").asText()));
            }
        }
        return names;
    }

    private void note(String fault, String alert, String what, long ms) {
        times.add(String.format(
                "%-18s %-28s %-9s after %5.1f s; as shipped after about %d s",
                fault, alert, what, ms / 1000.0, ms * FACTOR / 1000));
    }

    private static String summary(JsonNode alert) {
        return alert.at("/annotations/summary").asText();
    }

    private static String description(JsonNode alert) {
        return alert.at("/annotations/description").asText();
    }
}

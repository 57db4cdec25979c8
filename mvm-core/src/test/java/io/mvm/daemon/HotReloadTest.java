package io.mvm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.mvm.config.ConfigLoader;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.lifecycle.ServiceNotifier;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.daemon.operation.ReloadReport;
import io.mvm.jmx.ObjectNames;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.SimulatedValidator;
import io.mvm.simulator.Truth;
import io.mvm.store.ChainReader;
import io.mvm.store.StoreReader;
import io.mvm.store.StoredBlock;
import io.mvm.view.ProcessView;
import io.mvm.view.Snapshot;
import io.mvm.view.ValidatorView;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon whose configuration changes under it, in every way and all the time, while blocks arrive. */
class HotReloadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CHAIN = "simulated";
    private static final int RELOADS = 1_000;
    /** Each so many changes are left to the watch of the file. */
    private static final int WATCHED_EACH = 40;

    private static final List<ConfigEditor.Way> WAYS = List.of(ConfigEditor.Way.values());

    private static final List<String> WRONG = List.of(
            "sync.concurrency = 0",
            "sync.bach-size = 10",
            "sync { batch-size = ",
            "rpc.timeout = soon",
            "validator.ours = [\"0x1234\"]",
            "validator.labels-file = \"/nowhere/labels.conf\"",
            "judgement.network-share = 2",
            "rpc.urls = []",
            "exporter = no");

    /** Changes that wait for a restart, and the key that is said to. */
    private static final Map<String, String> RESTART = Map.of(
            "database.path = \"/tmp/elsewhere.db\"", "database.path",
            "sync.start-block = 77", "sync.start-block",
            "integration.chain-id = other", "integration.chain-id",
            "sync.finalized-only = true", "sync.finalized-only");

    @TempDir
    Path directory;

    private final AtomicReference<Snapshot> latest = new AtomicReference<>();
    private final List<MvmConfig> applied = new ArrayList<>();
    private SimulatedChain chain;
    private SimulatedNode node;
    private ConfigEditor editor;
    private Daemon daemon;

    @BeforeEach
    void aDaemonFollowsALiveChain() throws IOException {
        chain = SimulatedChain.create(
                NetworkSpec.builder()
                        .seed(7)
                        .slotDurationMs(200)
                        .slotsPerEpoch(60)
                        .permissionedSeats(6)
                        .registeredSeats(4)
                        .permissionedCandidates(4)
                        .registeredCandidates(4)
                        .missRate(0.05)
                        .orphanRate(0.02)
                        .maxReorgDepth(2)
                        .finalityLag(2)
                        .historyEpochs(10)
                        .build(),
                Clock.systemUTC());
        node = SimulatedNode.start(chain);
        chain.startLive();
        editor = new ConfigEditor(directory.resolve("config"), text(""));
        daemon = new Daemon(
                load(Optional.empty()),
                this::load,
                false,
                new ProcessView("test", "test", "17", 1, 0),
                new MetricRegistry(),
                Clock.systemUTC(),
                latest::set,
                config -> {
                    synchronized (applied) {
                        applied.add(config);
                    }
                },
                ServiceNotifier.NONE);
        await().atMost(PATIENCE)
                .until(() -> latest.get() != null
                        && latest.get().sync() != null
                        && latest.get().node().blockHeight() != null);
    }

    @AfterEach
    void end() {
        daemon.close();
        node.close();
        chain.close();
    }

    @Test
    void losesNoBlockInAThousandReloadsOfEveryKind() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long before = latest.get().node().blockHeight();
        int valid = 0;
        int invalid = 0;
        for (int i = 0; i < RELOADS; i++) {
            String text = liveSettings(random);
            boolean right = random.nextInt(3) != 0;
            Optional<String> restart = right && random.nextInt(5) == 0
                    ? Optional.of(RESTART.keySet().stream().sorted().toList().get(random.nextInt(RESTART.size())))
                    : Optional.empty();
            String line = right ? restart.orElse("") : WRONG.get(random.nextInt(WRONG.size()));
            ConfigEditor.Way way = WAYS.get(random.nextInt(WAYS.size()));
            String what = "seed " + seed + ", change " + i + " by " + way + ": " + line;
            int number = 1 + i;
            editor.change(way, text(text + line + "\nsync.batch-size = " + number));
            if (right && i % WATCHED_EACH == 0) {
                await(what).atMost(PATIENCE).until(() -> batchSize() == number);
                valid++;
            } else if (right) {
                ReloadReport report = daemon.reload("test");
                assertThat(report.needRestart())
                        .as(what)
                        .isEqualTo(restart.map(RESTART::get).stream().toList());
                assertThat(batchSize()).as(what).isEqualTo(number);
                valid++;
            } else {
                OperationException refused =
                        catchThrowableOfType(OperationException.class, () -> daemon.reload("test"));
                assertThat(refused).as(what).isNotNull();
                assertThat(refused.code()).as(what).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
                assertThat(refused.details()).as(what).isNotEmpty();
                assertThat(batchSize()).as(what).isNotEqualTo(number);
                invalid++;
            }
        }
        assertThat(invalid).isGreaterThan(RELOADS / 5);
        assertThat(valid).isGreaterThan(RELOADS / 2);
        chain.halt();
        long head = chain.heads().best().number();
        await().atMost(PATIENCE)
                .until(() -> Long.valueOf(head).equals(latest.get().sync().lastBlock())
                        && Long.valueOf(0).equals(latest.get().sync().backfillRemainingBlocks()));
        Snapshot last = latest.get();
        daemon.close();
        System.out.printf(
                "%d reloads taken over, %d refused, %d blocks meanwhile (seed %d)%n",
                valid, invalid, head - before, seed);
        assertThat(head - before).as("blocks that came meanwhile").isGreaterThan(20);
        assertThat(last.sync().errors()).isEmpty();
        assertThat(last.sync().gapBlocks()).isZero();
        assertThat(node.counters().calls("chain_subscribeNewHeads"))
                .as("streams opened, one of them at the start")
                .isEqualTo(1);
        assertStored(head);
    }

    @Test
    void showsWhatIsOursWhatItIsCalledAndHowReloadingWent() throws Exception {
        SimulatedValidator one = chain.validators().get(2);
        String key = one.sidechainKey().hex();
        Path labels = directory.resolve("labels.conf");
        Files.writeString(labels, "labels { \"" + key + "\" = \"FIRST\" }");
        editor.change(ConfigEditor.Way.RENAME, text("validator.labels-file = \"" + labels + "\""));
        await().atMost(PATIENCE)
                .until(() -> "FIRST".equals(view(key).map(ValidatorView::label).orElse(null)));
        assertThat(view(key).orElseThrow().ours()).isFalse();

        Files.writeString(labels, "labels { \"" + key + "\" = \"SECOND\" }");
        await().atMost(PATIENCE)
                .until(() -> "SECOND".equals(view(key).map(ValidatorView::label).orElse(null)));

        editor.change(
                ConfigEditor.Way.DIRECTORY_LINK,
                text("validator.ours = [\"" + key + "\"]\nexporter.max-validators = 17"));
        await().atMost(PATIENCE).until(() -> view(key).map(ValidatorView::ours).orElse(false));
        assertThat(config("MaxValidators")).isEqualTo(17);
        assertThat(config("ConfigFile")).isEqualTo(editor.file().toString());
        assertThat(config("LastReloadSuccessful")).isEqualTo(true);
        assertThat(config("Reloads")).isEqualTo(3L);
        assertThat((Double) config("LastReloadSeconds")).isPositive();
        assertThat((String) config("ReloadGrade")).matches("[ABCDF]");

        editor.change(ConfigEditor.Way.LINK, text("sync.batch-size = none"));
        await().atMost(PATIENCE).until(() -> config("LastReloadSuccessful").equals(false));
        assertThat(config("ReloadFailures")).isEqualTo(1L);
        assertThat(config("Reloads")).isEqualTo(3L);
        assertThat(view(key)).isPresent().get().matches(ValidatorView::ours);
    }

    @Test
    void handsEachConfigurationOnUntilItEnds() throws Exception {
        await().atMost(PATIENCE).until(() -> state().equals("running"));
        editor.change(ConfigEditor.Way.RENAME, text("logging.level = debug"));
        assertThat(daemon.reload("test").applied()).containsExactly("logging.level");
        // The watch of the file may just be reloading too.
        await().atMost(PATIENCE).until(() -> state().equals("running"));
        assertThat(daemon.status().daemon().lifecycle().history())
                .anyMatch(change ->
                        change.to().equals("reloading") && change.reason().equals("asked for by test"));
        synchronized (applied) {
            assertThat(applied).isNotEmpty();
        }
        daemon.close();
        OperationException refused = catchThrowableOfType(OperationException.class, () -> daemon.reload("test"));
        assertThat(refused.code()).isEqualTo(ErrorCode.WRONG_STATE);
    }

    @Test
    void followsEveryFileThatMakesUpTheConfiguration() throws Exception {
        Path one = directory.resolve("config/one.conf");
        ConfigEditor two = new ConfigEditor(directory.resolve("two"), "sync.concurrency = 7");
        editor.change(ConfigEditor.Way.RENAME, text("include \"one.conf\"\nsync.concurrency = 2"));
        await().atMost(PATIENCE).until(() -> concurrency() == 2);

        Files.writeString(one, "sync.batch-size = 41");
        await("an included file appears").atMost(PATIENCE).until(() -> batchSize() == 41);
        assertThat(daemon.status().included()).containsExactly(one.toString());
        Files.writeString(
                one, "sync.batch-size = 42\ninclude required(file(\"" + two.file() + "\"))\nsync.poll-interval = 7s");
        await("written in place").atMost(PATIENCE).until(() -> batchSize() == 42);
        assertThat(daemon.status().included())
                .containsExactly(one.toString(), two.file().toString());

        // What stands before an include yields to it.
        Files.writeString(one, "sync.batch-size = 43\ninclude required(file(\"" + two.file() + "\"))");
        int size = 100;
        for (ConfigEditor.Way way : WAYS) {
            int next = size++;
            two.change(way, "sync.batch-size = " + next);
            await("nested, changed by " + way).atMost(PATIENCE).until(() -> batchSize() == next);
        }

        long failures = (Long) config("ReloadFailures");
        two.change(ConfigEditor.Way.RENAME, "sync {\n  batch-size = ]\n}");
        await("broken").atMost(PATIENCE).until(() -> (Long) config("ReloadFailures") > failures);
        assertThat(batchSize()).isEqualTo(size - 1);
        OperationException refused = catchThrowableOfType(OperationException.class, () -> daemon.reload("test"));
        assertThat(refused.details()).singleElement().asString().startsWith(two.file() + ":2: ");
        two.change(ConfigEditor.Way.IN_PLACE, "sync.batch-size = 77");
        await("mended").atMost(PATIENCE).until(() -> batchSize() == 77);

        Files.delete(one);
        await("an included file is removed").atMost(PATIENCE).until(() -> batchSize() == 200);
        assertThat(daemon.status().included()).isEmpty();
        long reloads = (Long) config("Reloads");
        two.change(ConfigEditor.Way.IN_PLACE, "sync.batch-size = 99");
        editor.change(ConfigEditor.Way.RENAME, text("sync.concurrency = 3"));
        await("no longer included").atMost(PATIENCE).until(() -> concurrency() == 3);
        await().atMost(PATIENCE).until(() -> config("Reloads").equals(reloads + 1));
        assertThat(batchSize()).isEqualTo(200);
    }

    private void assertStored(long head) {
        ChainReader stored = StoreReader.open(database()).chain(CHAIN);
        assertThat(stored.segments()).hasSize(1);
        Truth truth = chain.truth();
        assertThat(truth.blocks().get(truth.blocks().size() - 1).number()).isEqualTo(head);
        List<String> wrong = new ArrayList<>();
        for (Truth.Block block : truth.blocks()) {
            Optional<StoredBlock> row = stored.block(block.number());
            if (row.isEmpty()
                    || !row.get().hash().equals(block.hash())
                    || !block.author().equals(row.get().auraKey())) {
                wrong.add("block " + block.number() + " by " + block.author() + " is stored as " + row);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(stored.recount().run(step -> {}))
                .filteredOn(check -> !check.ok())
                .isEmpty();
    }

    private String liveSettings(Random random) {
        Set<String> ours = chain.validators().stream()
                .filter(validator -> random.nextBoolean())
                .map(validator -> "\"" + validator.sidechainKey().hex() + "\"")
                .collect(Collectors.toSet());
        return "validator.ours = " + ours + "\n"
                + "sync.concurrency = " + (1 + random.nextInt(8)) + "\n"
                + "sync.poll-interval = " + (1 + random.nextInt(9)) + "s\n"
                + "rpc.timeout = " + (10 + random.nextInt(20)) + "s\n"
                + "rpc.max-retries = " + random.nextInt(5) + "\n"
                + "judgement.window-slots = " + (5 + random.nextInt(10)) + "\n"
                + "exporter.max-validators = " + random.nextInt(3_000) + "\n";
    }

    private String text(String more) {
        return "rpc.urls = [\"" + node.url() + "\"]\n"
                + "database.path = \"" + database() + "\"\n"
                + "integration.chain-id = " + CHAIN + "\n"
                + "exporter.enabled = false\n" + more;
    }

    private MvmConfig load(Optional<Path> file) {
        return ConfigLoader.load(Optional.of(file.orElse(editor.file())), Map.of(), Map.of());
    }

    private Path database() {
        return directory.resolve("mvm.db");
    }

    private int batchSize() {
        synchronized (applied) {
            return applied.isEmpty()
                    ? 0
                    : applied.get(applied.size() - 1).sync().batchSize();
        }
    }

    private int concurrency() {
        synchronized (applied) {
            return applied.isEmpty()
                    ? 0
                    : applied.get(applied.size() - 1).sync().concurrency();
        }
    }

    private Optional<ValidatorView> view(String key) {
        return latest.get().validators().stream()
                .filter(validator -> validator.key().equals(key))
                .findFirst();
    }

    private String state() {
        return daemon.status().daemon().lifecycle().state();
    }

    private static Object config(String attribute) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(ObjectNames.config(), attribute);
    }
}

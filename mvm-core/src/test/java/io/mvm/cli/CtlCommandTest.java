package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mvm.daemon.control.ControlFixture;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.daemon.operation.RecordedOperations;
import io.mvm.daemon.operation.StatusReport;
import io.mvm.view.DaemonView;
import io.mvm.view.LifecycleView;
import io.mvm.view.MaintenanceView;
import io.mvm.view.ReloadView;
import io.mvm.view.RunsView;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CtlCommandTest extends ControlFixture {
    private CommandRun.Result ctl(String... arguments) {
        return run(new CommandRun(directory).clock(CLOCK), arguments);
    }

    private static CommandRun.Result run(CommandRun run, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "ctl";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return run.run(all);
    }

    private static void isFine(CommandRun.Result result, String... lines) {
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out().lines()).containsExactly(lines);
    }

    private static void fails(CommandRun.Result result, int status, String... lines) {
        assertThat(result.err().lines()).containsExactly(lines);
        assertThat(result.status()).isEqualTo(status);
    }

    @Test
    void statusFitsAScreenAndTellsWhatAnOperatorAsks() {
        isFine(
                ctl("status"),
                "Daemon",
                "  state        running",
                "  since        2025-11-21T02:50:00Z, 2 h ago",
                "  up           1 d 2 h, process 4242",
                "  version      0.1.0 (abc1234), Java 17.0.15",
                "",
                "Chain midnight",
                "  head         1,234,567, 3 s ago",
                "  finalized    1,234,564, 21 s ago, 3 blocks behind the head",
                "  stored       1,234,566, 1 block behind",
                "  history      20,000 blocks to fetch, at 13 a second",
                "  node         Midnight Node 0.12.0, 8 peers",
                "  endpoint     http://a:9944",
                "  down         http://b:9944: connection refused",
                "",
                "Configuration",
                "  file         /etc/mvm/mvm.conf",
                "  included     /etc/mvm/node.conf",
                "  last reload  done 1 min ago",
                "  reloads      3 done, 1 failed",
                "  took         6.20 ms, grade A (fastest 4.10 ms, average 6.50 ms, slowest 9.30 ms)");
    }

    @Test
    void statusSaysWhatIsWrongAndColoursIt() {
        StatusReport fine = RecordedOperations.running();
        operations.status = new StatusReport(
                new DaemonView(
                        fine.daemon().process(),
                        new LifecycleView(
                                "reconnecting", RecordedOperations.NOW_MS - 1000, "no endpoint answers", true),
                        new ReloadView(
                                false, RecordedOperations.NOW_MS - 2000, 0, 1, null, null, null, null, null, null)),
                null,
                new MaintenanceView(0, RecordedOperations.NOW_MS + 90_000, "new disk"),
                "heads: none for 3 min",
                null,
                List.of(),
                new RunsView(
                        RecordedOperations.NOW_MS - 86_400_000,
                        3,
                        1,
                        1,
                        RecordedOperations.NOW_MS - 93_900_000,
                        false,
                        "killed",
                        "running",
                        5,
                        4,
                        100,
                        0));
        isFine(
                ctl("status"),
                "Daemon",
                "  state         reconnecting: no endpoint answers",
                "  since         2025-11-21T04:49:59Z, 1 s ago",
                "  stands still  heads: none for 3 min",
                "  paused        yes, by an operator; 'mvm ctl resume' goes on",
                "  maintenance   until 2025-11-21T04:51:30Z, in 1 min 30 s: new disk",
                "  up            1 d 2 h, process 4242",
                "  run before    broke off 1 d 2 h ago: killed",
                "  runs          3 since 2025-11-20T04:50:00Z, 1 broke off",
                "  version       0.1.0 (abc1234), Java 17.0.15",
                "",
                "Chain",
                "  known         nothing yet; no node has answered",
                "",
                "Configuration",
                "  file          none; defaults, environment and command line",
                "  last reload   failed 2 s ago; the configuration before it is in force",
                "  reloads       0 done, 1 failed");
        assertThat(run(new CommandRun(directory).clock(CLOCK).terminal(), "status")
                        .out())
                .contains("\u001b[1;31mreconnecting: no endpoint answers\u001b[0m");
    }

    @Test
    void everyAnswerIsADocumentToo() throws Exception {
        JsonNode status = new JsonMapper().readTree(ctl("status", "--json").out());
        assertThat(status.path("chain").path("sync").path("last_block").asLong())
                .isEqualTo(1_234_566);
        JsonNode reload = new JsonMapper().readTree(ctl("--json", "reload").out());
        assertThat(reload.path("applied")).hasSize(2);
        assertThat(reload.path("included").get(0).asText()).isEqualTo("/etc/mvm/node.conf");
        assertThat(status.path("configuration").path("included").get(0).asText())
                .isEqualTo("/etc/mvm/node.conf");
        operations.failure = new OperationException(ErrorCode.WRONG_STATE, "not now");
        CommandRun.Result refused = ctl("pause", "--json");
        assertThat(new JsonMapper()
                        .readTree(refused.out())
                        .path("error")
                        .path("code")
                        .asInt())
                .isEqualTo(3001);
        fails(refused, 1, "mvm: not now");
    }

    @Test
    void tellsWhatWasDone() {
        isFine(ctl("pause"), "paused: no block is stored until 'mvm ctl resume'; heads are still watched");
        isFine(ctl("resume"), "resumed: blocks are stored again, from where the database stands");
        isFine(
                ctl("maintenance", "on", "--for", "30m", "--reason", "new disk"),
                "maintenance until 2025-11-21T05:20:00Z, in 30 min: new disk");
        isFine(ctl("maintenance", "off"), "there was no maintenance; nothing changed");
        operations.maintenance = new MaintenanceView(RecordedOperations.NOW_MS, RecordedOperations.NOW_MS + 1, "");
        isFine(ctl("maintenance", "off"), "maintenance is over; it had begun at 2025-11-21T04:50:00Z");
        isFine(
                ctl("backfill", "--from", "0", "--to", "100000"),
                "1,234 blocks from 0 to 100,000 are not stored; fetched now, see 'mvm ctl status'");
        operations.missing = 0;
        isFine(
                ctl("backfill", "--from", "1", "--to", "2"),
                "all blocks from 1 to 2 are stored already; nothing to fetch");
        operations.changes = false;
        isFine(ctl("pause"), "it was paused already; nothing changed");
        isFine(ctl("resume"), "it was not paused; nothing changed");
        isFine(
                ctl("reload"),
                "Reloaded /etc/mvm/mvm.conf",
                "  included         /etc/mvm/node.conf",
                "  in force now     sync.batch-size, validator.label",
                "  needs a restart  exporter.bind",
                "  warning          sync.poll-interval is longer than a slot",
                "  took             6.24 ms, grade A (load 3.10 ms, validate 2.90 ms, swap 0.24 ms)");
    }

    @Test
    void pingTellsHowLongItTook() {
        CommandRun.Result one = ctl("ping");
        assertThat(one.out()).matches("process " + ProcessHandle.current().pid() + " answers in [0-9.]+ ms\\R");
        assertThat(ctl("ping", "--count", "5").out())
                .matches("process \\d+ answers: min .* ms, avg .* ms, max .* ms of 5 pings\\R");
        fails(ctl("ping", "--count", "0"), 2, "mvm: --count is 0, expected 1 or more");
    }

    @Test
    void givesTheDaemonAnAbsolutePathToValidate() {
        assertThat(ctl("validate", "some.conf").out()).startsWith("Valid: ");
        assertThat(ctl("validate").status()).isZero();
        assertThat(operations.asked)
                .containsExactly("validate " + Path.of("some.conf").toAbsolutePath(), "validate the file in use");
    }

    @Test
    void anInvalidConfigurationIsToldWithAllItsProblems() {
        operations.failure = new OperationException(
                ErrorCode.INVALID_CONFIGURATION, "the configuration has 2 problems", List.of("a:1: x", "a:2: y"), null);
        fails(ctl("reload"), 2, "mvm: the configuration has 2 problems", "mvm:   a:1: x", "mvm:   a:2: y");
        operations.failure = new OperationException(ErrorCode.WRONG_STATE, "the daemon is stopping");
        fails(ctl("reload"), 1, "mvm: the daemon is stopping");
    }

    @Test
    void refusesWhatMakesNoSenseBeforeItAsks() {
        fails(ctl("maintenance", "on"), 2, "mvm: maintenance on needs its length, such as --for 30m");
        fails(
                ctl("maintenance", "off", "--for", "1m"),
                2,
                "mvm: maintenance off takes neither --for nor --reason; 'maintenance on' replaces what is in progress");
        fails(
                ctl(),
                2,
                "mvm: ctl needs a command: backfill, maintenance, pause, ping, reload, resume, status, stop, validate",
                "mvm: see 'mvm ctl --help'");
        assertThat(operations.asked).isEmpty();
    }

    @Test
    void stopWaitsUntilTheDaemonIsGone() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Thread daemon = new Thread(() -> {
            await().until(() -> !operations.asked.isEmpty());
            server.close();
            ended.countDown();
        });
        daemon.start();
        CommandRun.Result result = ctl("stop");
        ended.await();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).matches("process \\d+ has ended, after [0-9,.]+ ms\\R");
        assertThat(operations.asked.get(0)).startsWith("stop by ctl");
    }

    @Test
    void stopSaysWhenTheDaemonDoesNotEnd() {
        long pid = ProcessHandle.current().pid();
        fails(
                ctl("stop", "--wait", "300ms"),
                1,
                "mvm: the daemon (process " + pid + ") was told to stop and has not ended within 0 s; see its log");
        isFine(ctl("stop", "--no-wait"), "process " + pid + " was told to stop");
    }

    @Test
    void saysWhatToDoWhenNoDaemonRuns() throws Exception {
        server.close();
        fails(
                ctl("status"),
                1,
                "mvm: no daemon runs here: there is no socket " + socket,
                "mvm: start one with 'mvm sync', or name the socket of one that uses another configuration or database:"
                        + " --config FILE, or --socket PATH");
        JsonNode error =
                new JsonMapper().readTree(ctl("status", "--json").out()).path("error");
        assertThat(error.path("code").isNull()).isTrue();
        assertThat(error.path("message").asText()).startsWith("no daemon runs here: there is no socket " + socket);
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(socket));
        }
        fails(
                ctl("status"),
                1,
                "mvm: no daemon runs here: nobody listens at " + socket + ", which one has left behind",
                "mvm: it must have been killed; start it again with 'mvm sync', which replaces the socket");
        Path file = Files.writeString(directory.resolve("file"), "");
        fails(
                ctl("ping", "--socket", file.toString()),
                1,
                "mvm: the daemon at " + file + " cannot be called: it is no socket");
    }

    @Test
    void givesUpOnADaemonThatDoesNotAnswer() {
        operations.gate = new CountDownLatch(1);
        fails(
                ctl("pause", "--timeout", "200ms"),
                1,
                "mvm: the daemon at " + socket + " has not answered 'pause' within 200 ms; what was asked may still be"
                        + " done. See 'mvm ctl status', or wait longer: --timeout 1m");
    }

    @Test
    void needsNoConfigurationWhereTheSocketIsNamed() {
        CommandRun run = new CommandRun(directory).configure("rpc {").clock(CLOCK);
        assertThat(run(run, "ping").status()).isEqualTo(2);
        assertThat(run(run, "ping", "--socket", socket.toString()).status()).isZero();
    }

    @Test
    void asksTheDaemonThatRunsAlsoWhileItsFileIsBroken() {
        CommandRun broken = new CommandRun(directory).clock(CLOCK).configure("rpc.timeot = 5s\nsync.batch-size = many");
        CommandRun.Result asked = run(broken, "pause");
        assertThat(asked.err().lines())
                .containsExactly(
                        "mvm: warning: the configuration has 2 problems, see 'mvm config validate'; what runs keeps"
                                + " the one in force");
        assertThat(asked.status()).isZero();
        assertThat(operations.asked).hasSize(1);

        for (String doubtful :
                List.of("database.pth = x", "path = x", "daemon.control-socket = []", "rpc { timeout = 5s")) {
            CommandRun.Result unclear =
                    run(new CommandRun(directory).clock(CLOCK).configure(doubtful), "pause");
            assertThat(unclear.status()).as(doubtful).isEqualTo(2);
            assertThat(unclear.err())
                    .as(doubtful)
                    .contains("mvm.conf:2: ")
                    .endsWith("mvm: which daemon is meant cannot be told from that; name its socket: --socket PATH\n");
        }
        assertThat(operations.asked).hasSize(1);
        run(broken.configure("rpc {"), "pause", "--socket", socket.toString());
        assertThat(operations.asked).hasSize(2);
    }
}

package io.mvm.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.daemon.operation.RecordedOperations;
import io.mvm.view.MaintenanceView;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ControlServerTest extends ControlFixture {
    private static final String USER = System.getProperty("user.name");
    private static final long PID = ProcessHandle.current().pid();

    private String ask(String request) throws Exception {
        try (RawClient client = new RawClient(socket)) {
            return client.ask(request);
        }
    }

    @Test
    void answersUnderTheIdItWasAskedWith() throws Exception {
        String data = "\"status\":\"ok\",\"data\":{\"pid\":" + PID + ",\"time_ms\":" + RecordedOperations.NOW_MS + "}}";
        assertThat(ask("{\"id\":1,\"command\":\"ping\"}")).isEqualTo("{\"id\":1," + data);
        assertThat(ask("{\"id\":\"a\\nb\",\"command\":\"ping\",\"args\":null}")).isEqualTo("{\"id\":\"a\\nb\"," + data);
        assertThat(ask("{\"command\":\"ping\",\"trace\":{\"new\":[1]},\"args\":{\"more\":1}}\r"))
                .as("fields nobody knows")
                .isEqualTo("{\"id\":null," + data);
    }

    @Test
    void answersSeveralRequestsOfOneConnectionInOrder() throws Exception {
        try (RawClient client = new RawClient(socket)) {
            client.send(
                    "{\"id\":1,\"command\":\"pause\"}\n\n{\"id\":2,\"command\":\"ping\"}\n{\"id\":3,\"command\":\"resume\"}\n");
            assertThat(client.line()).startsWith("{\"id\":1,\"status\":\"ok\"");
            assertThat(client.line()).startsWith("{\"id\":2,\"status\":\"ok\"");
            assertThat(client.line()).startsWith("{\"id\":3,\"status\":\"ok\"");
        }
        assertThat(operations.asked)
                .containsExactly("pause by ctl (user " + USER + ")", "resume by ctl (user " + USER + ")");
    }

    @Test
    void answersWhoStoppedWritingBeforeHeReads() throws Exception {
        try (RawClient client = new RawClient(socket)) {
            client.send("{\"id\":1,\"command\":\"pause\"}\n{\"id\":2,\"command\":\"resume\"}\n{\"id\":3,");
            client.channel.shutdownOutput();
            assertThat(client.line()).startsWith("{\"id\":1,\"status\":\"ok\"");
            assertThat(client.line()).startsWith("{\"id\":2,\"status\":\"ok\"");
            assertThat(client.line()).as("half a request").isNull();
        }
    }

    @Test
    void doesWhatIsAskedWithItsArguments() throws Exception {
        assertThat(ask("{\"command\":\"reload\"}"))
                .contains("\"file\":\"/etc/mvm/mvm.conf\",\"included\":[\"/etc/mvm/node.conf\"]")
                .contains("\"applied\":[\"sync.batch-size\",\"validator.label\"]")
                .contains("\"need_restart\":[\"exporter.bind\"]")
                .contains("\"total_seconds\":0.00624,\"grade\":\"A\"");
        ask("{\"command\":\"validate\"}");
        ask("{\"command\":\"validate\",\"args\":{\"file\":\"/tmp/new.conf\"}}");
        assertThat(
                        ask(
                                "{\"command\":\"maintenance\",\"args\":{\"on\":true,\"for\":\"30m\",\"reason\":\" new disk \"}}"))
                .endsWith(
                        "{\"changed\":true,\"on\":true,\"window\":{\"from_ms\":1763700600000,\"until_ms\":1763702400000,"
                                + "\"reason\":\"new disk\"}}}");
        assertThat(ask("{\"command\":\"maintenance\",\"args\":{\"on\":false}}"))
                .endsWith("{\"changed\":false,\"on\":false,\"window\":null}}");
        operations.maintenance = new MaintenanceView(1, 2, "");
        assertThat(ask("{\"command\":\"maintenance\",\"args\":{\"on\":false}}")).contains("\"changed\":true");
        assertThat(ask("{\"command\":\"backfill\",\"args\":{\"from\":5,\"to\":99}}"))
                .endsWith("{\"from\":5,\"to\":99,\"missing\":1234}}");
        assertThat(ask("{\"command\":\"stop\"}")).endsWith("{\"pid\":" + PID + "}}");
        assertThat(operations.asked)
                .containsExactly(
                        "reload by ctl (user " + USER + ")",
                        "validate the file in use",
                        "validate /tmp/new.conf",
                        "maintenance for PT30M 'new disk'",
                        "end of maintenance",
                        "end of maintenance",
                        "backfill 5 to 99",
                        "stop by ctl (user " + USER + ")");
    }

    @Test
    void statusTellsTheUnknownAsNull() throws Exception {
        assertThat(ask("{\"command\":\"status\"}"))
                .contains("\"state\":\"running\",\"state_since_ms\":1763693400000,\"reason\":null,\"paused\":false")
                .contains("\"stalled\":null,\"maintenance\":null")
                .contains("\"blocks_behind\":1")
                .contains("{\"url\":\"http://b:9944\",\"up\":false,\"active\":false,\"block_height\":null,"
                        + "\"error\":\"connection refused\"}");
        operations.status = new io.mvm.daemon.operation.StatusReport(
                RecordedOperations.running().daemon(),
                null,
                null,
                "the head has not moved for 3 min",
                null,
                List.of(),
                null);
        assertThat(ask("{\"command\":\"status\"}"))
                .contains("\"stalled\":\"the head has not moved for 3 min\"")
                .endsWith("\"chain\":null}}");
    }

    @Test
    void refusesWhatIsNoRequestAndGoesOn() throws Exception {
        try (RawClient client = new RawClient(socket)) {
            assertThat(client.ask("nonsense"))
                    .startsWith("{\"id\":null,\"status\":\"error\",\"error\":{\"code\":1001,");
            assertThat(client.ask("[1]")).contains("\"code\":1001").contains("it is a list");
            assertThat(client.ask("{} {}")).contains("\"code\":1001");
            assertThat(client.ask("{\"id\":{},\"command\":\"ping\"}"))
                    .contains("'id' is an object, expected a number or text");
            assertThat(client.ask("{\"id\":5}"))
                    .startsWith("{\"id\":5,")
                    .contains("\"code\":1001")
                    .contains("'command' is nothing");
            assertThat(client.ask("{\"id\":5,\"command\":\"ping\",\"args\":[]}"))
                    .contains("\"code\":1004");
            assertThat(client.send(new byte[] {'"', (byte) 0xff, '"', '\n'}).line())
                    .contains("it is not UTF-8");
            assertThat(client.ask("{\"id\":6,\"command\":\"ping\"}")).startsWith("{\"id\":6,\"status\":\"ok\"");
        }
    }

    @Test
    void namesTheNearestCommand() throws Exception {
        assertThat(ask("{\"id\":1,\"command\":\"relaod\"}"))
                .isEqualTo("{\"id\":1,\"status\":\"error\",\"error\":{\"code\":1003,"
                        + "\"message\":\"'relaod' is no command; did you mean 'reload'?\",\"details\":[]}}");
        assertThat(ask("{\"command\":\"maint\"}")).contains("did you mean 'maintenance'?");
        assertThat(ask("{\"command\":\"STATUS\"}")).contains("did you mean 'status'?");
        assertThat(ask("{\"command\":\"quit\"}"))
                .contains("'quit' is no command, expected one of ping, status, help, reload,");
    }

    @Test
    void saysWhichArgumentIsWrong() throws Exception {
        assertThat(ask("{\"command\":\"backfill\",\"args\":{\"from\":5}}"))
                .contains("\"code\":1004,\"message\":\"argument 'to' is missing, expected a whole number\"");
        assertThat(ask("{\"command\":\"backfill\",\"args\":{\"from\":\"5\",\"to\":6}}"))
                .contains("argument 'from' is text");
        assertThat(ask("{\"command\":\"backfill\",\"args\":{\"from\":1.5,\"to\":1e300}}"))
                .contains("\"code\":1004");
        assertThat(ask("{\"command\":\"maintenance\"}")).contains("argument 'on' is missing, expected true or false");
        assertThat(ask("{\"command\":\"maintenance\",\"args\":{\"on\":true}}")).contains("argument 'for' is missing");
        assertThat(ask("{\"command\":\"maintenance\",\"args\":{\"on\":true,\"for\":\"30\"}}"))
                .contains("'30' is no length of a window, expected one such as 30m");
        assertThat(ask("{\"command\":\"validate\",\"args\":{\"file\":\"mvm.conf\"}}"))
                .contains("argument 'file' is relative: 'mvm.conf', expected an absolute path");
        assertThat(ask("{\"command\":\"validate\",\"args\":{\"file\":\"/a\\u0000b\"}}"))
                .contains("is no path");
        assertThat(operations.asked).isEmpty();
    }

    @Test
    void tellsWhyAnOperationWasNotDone() throws Exception {
        operations.failure = new OperationException(
                ErrorCode.INVALID_CONFIGURATION, "the configuration has 2 problems", List.of("a:1: x", "a:2: y"), null);
        assertThat(ask("{\"id\":9,\"command\":\"reload\"}"))
                .isEqualTo("{\"id\":9,\"status\":\"error\",\"error\":{\"code\":2001,"
                        + "\"message\":\"the configuration has 2 problems\",\"details\":[\"a:1: x\",\"a:2: y\"]}}");
        operations.failure = new IllegalStateException("out of luck");
        assertThat(ask("{\"id\":9,\"command\":\"reload\"}"))
                .contains("\"code\":4999")
                .contains("out of luck");
        assertThat(ask("{\"id\":9,\"command\":\"status\"}")).contains("\"code\":4999");
        operations.failure = null;
        assertThat(ask("{\"id\":9,\"command\":\"reload\"}")).contains("\"status\":\"ok\"");
    }

    @Test
    void answersPingAndStatusWhileOperationsTakeTheirTime() throws Exception {
        operations.gate = new CountDownLatch(1);
        List<RawClient> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                waiting.add(new RawClient(socket).send("{\"id\":" + i + ",\"command\":\"pause\"}\n"));
            }
            await().until(() -> operations.asked.size() >= 2);
            assertThat(ask("{\"command\":\"ping\"}")).contains("\"status\":\"ok\"");
            assertThat(ask("{\"command\":\"status\"}")).contains("\"status\":\"ok\"");
            operations.gate.countDown();
            for (int i = 0; i < 5; i++) {
                assertThat(waiting.get(i).line()).startsWith("{\"id\":" + i + ",\"status\":\"ok\"");
            }
        } finally {
            for (RawClient client : waiting) {
                client.close();
            }
        }
    }

    @Test
    void closesAConnectionWhoseRequestIsTooLong() throws Exception {
        try (RawClient client = new RawClient(socket)) {
            String fits = "{\"command\":\"ping\",\"pad\":\"" + "x".repeat(65_536 - 27) + "\"}";
            assertThat(fits).hasSize(65_536);
            assertThat(client.ask(fits)).contains("\"status\":\"ok\"");
            assertThat(client.send(" " + fits).line())
                    .contains("\"code\":1002")
                    .contains("the request has more than 65536 bytes; the connection is closed");
            assertThat(client.line()).isNull();
        }
        assertThat(ask("{\"command\":\"ping\"}")).contains("\"status\":\"ok\"");
    }

    @Test
    void closesWhoIsSilentAndWhoDoesNotTakeTheReply() throws Exception {
        server.close();
        server = ControlServer.open(
                socket,
                operations,
                CLOCK,
                new ControlLimits(8, Duration.ofSeconds(30), 64 << 10, Duration.ofMillis(300), Duration.ofMillis(300)));
        try (RawClient silent = new RawClient(socket);
                RawClient slow = new RawClient(socket);
                RawClient deaf = new RawClient(socket)) {
            // Replies pile up until the system's buffer is full; then no further request is read.
            byte[] many = "{\"command\":\"help\"}\n".repeat(3_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            deaf.channel.configureBlocking(false);
            deaf.channel.write(java.nio.ByteBuffer.wrap(many));
            slow.send("{");
            assertThat(silent.line()).isNull();
            assertThat(slow.line()).isNull();
            await().untilAsserted(() -> assertThat(open(deaf)).isFalse());
        }
    }

    /** Whether the daemon still holds the other end. */
    private static boolean open(RawClient client) {
        try {
            return client.channel.write(java.nio.ByteBuffer.wrap(new byte[] {' '})) >= 0;
        } catch (java.io.IOException e) {
            return false;
        }
    }

    @Test
    void refusesOneTooManyUnlessSomebodyHasBeenSilentForLong() throws Exception {
        server.close();
        Duration ages = Duration.ofMinutes(5);
        server = ControlServer.open(socket, operations, CLOCK, new ControlLimits(2, ages, 1024, ages, ages));
        try (RawClient first = new RawClient(socket);
                RawClient second = new RawClient(socket)) {
            first.ask("{\"command\":\"ping\"}");
            second.ask("{\"command\":\"ping\"}");
            try (RawClient third = new RawClient(socket)) {
                assertThat(third.line())
                        .contains("\"code\":1005")
                        .contains("2 clients are connected, which is the most; try again in 300 s");
                assertThat(third.line()).isNull();
            }
            assertThat(first.ask("{\"command\":\"ping\"}")).contains("\"status\":\"ok\"");
        }
        server.close();
        server = ControlServer.open(socket, operations, CLOCK, new ControlLimits(2, Duration.ZERO, 1024, ages, ages));
        try (RawClient first = new RawClient(socket);
                RawClient second = new RawClient(socket)) {
            first.ask("{\"command\":\"ping\"}");
            second.ask("{\"command\":\"ping\"}");
            assertThat(ask("{\"command\":\"ping\"}")).contains("\"status\":\"ok\"");
            assertThat(first.line()).as("silent longest").isNull();
            assertThat(second.ask("{\"command\":\"ping\"}")).contains("\"status\":\"ok\"");
        }
    }

    @Test
    void letsARequestInProgressEndWhenItCloses() throws Exception {
        operations.gate = new CountDownLatch(1);
        try (RawClient client = new RawClient(socket)) {
            client.send("{\"id\":1,\"command\":\"pause\"}\n");
            await().until(() -> !operations.asked.isEmpty());
            Thread closer = new Thread(server::close);
            closer.start();
            await().until(() -> Files.notExists(socket));
            operations.gate.countDown();
            assertThat(client.line()).startsWith("{\"id\":1,\"status\":\"ok\"");
            assertThat(client.line()).isNull();
            closer.join();
        }
        // A worker that has ended its work may still be on its way out.
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("mvm-control")));
        server.close();
    }

    @Test
    void helpListsEveryCommand() throws Exception {
        String help = ask("{\"command\":\"help\"}");
        for (ControlCommand command : ControlCommand.values()) {
            assertThat(help).contains("{\"command\":\"" + command.word() + "\",");
            assertThat(command.description()).endsWith(".");
        }
    }

    @Test
    void opensItsSocketAnewWhenSomebodyHasRemovedIt() throws Exception {
        try (RawClient before = new RawClient(socket)) {
            assertThat(before.ask("{\"command\":\"ping\"}")).contains("\"ok\"");
            Files.delete(socket);
            await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(socket));
            assertThat(Files.getPosixFilePermissions(socket)).hasSize(2);
            assertThat(ask("{\"command\":\"ping\"}")).contains("\"ok\"");
            assertThat(before.ask("{\"command\":\"ping\"}")).contains("\"ok\"");
        }
        server.close();
        assertThat(socket).doesNotExist();
    }
}

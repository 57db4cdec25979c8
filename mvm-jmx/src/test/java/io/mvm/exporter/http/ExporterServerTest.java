package io.mvm.exporter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mvm.exporter.agent.Exporter;
import io.mvm.exporter.fixture.Http;
import io.mvm.exporter.fixture.Network;
import io.mvm.exporter.fixture.PublishedNetwork;
import io.mvm.view.LifecycleView;
import io.mvm.view.Snapshot;
import io.mvm.view.SyncView;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExporterServerTest {
    private static final BindAddress ANY = new BindAddress("127.0.0.1", 0);

    private PublishedNetwork network;
    private Exporter exporter;

    @BeforeEach
    void start() throws IOException {
        network = new PublishedNetwork(Network.golden());
        exporter = start(ANY);
    }

    private static Exporter start(BindAddress bind) throws IOException {
        return Exporter.start(
                bind, null, ManagementFactory.getPlatformMBeanServer(), PublishedNetwork.CLOCK, line -> {});
    }

    @AfterEach
    void stop() {
        exporter.close();
        network.close();
    }

    private HttpResponse<byte[]> get(String path, String... headers) {
        return Http.get(exporter.address(), path, headers);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "text/plain|text/plain",
                "*/*|text/plain",
                "application/json|text/plain",
                "application/openmetrics-text; version=1.0.0|application/openmetrics-text",
                "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
                        + "|application/openmetrics-text",
                "application/openmetrics-text;q=0.3,text/plain|text/plain",
                "application/openmetrics-text;q=0,*/*|text/plain",
            })
    void answersInTheFormatTheClientLikesBest(String accept, String type) {
        HttpResponse<byte[]> response = get("/metrics", "Accept", accept);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Http.header(response, "Content-Type")).startsWith(type + ";").contains("charset=utf-8");
        assertThat(Http.header(response, "Vary")).contains("Accept", "Accept-Encoding");
        assertThat(Http.text(response).endsWith("# EOF\n")).isEqualTo(type.contains("openmetrics"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"gzip|gzip", "deflate, gzip;q=0.5|gzip", "gzip;q=0|''", "identity|''"})
    void compressesForWhomLikesIt(String accept, String encoding) {
        HttpResponse<byte[]> response = get("/metrics", "Accept-Encoding", accept);
        assertThat(Http.header(response, "Content-Encoding")).isEqualTo(encoding);
        assertThat(Http.text(response)).contains("mvm_node_up{chain=\"midnight\",} 1.0\n");
    }

    @Test
    void answersHeadWithTheHeadersAlone() {
        HttpResponse<byte[]> response = Http.send("HEAD", exporter.address(), "/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(Integer.parseInt(Http.header(response, "Content-Length"))).isGreaterThan(1000);
    }

    @Test
    void refusesToBeWrittenTo() {
        for (String path : new String[] {"/metrics", "/healthz", "/readyz", "/"}) {
            HttpResponse<byte[]> response = Http.send("POST", exporter.address(), path);
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(Http.header(response, "Allow")).isEqualTo("GET, HEAD");
            assertThat(Http.text(response)).isEqualTo("POST is not allowed here, expected GET or HEAD\n");
        }
    }

    @Test
    void saysShortlyThatNothingIsThere() {
        HttpResponse<byte[]> response = get("/metricsx");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Http.text(response)).isEqualTo("Nothing is here; see / for what is.\n");
    }

    @Test
    void neverSaysWhichServerItIs() throws IOException {
        assertThat(get("/metrics").headers().map()).doesNotContainKeys("server", "x-powered-by");
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), exporter.address().port())) {
            socket.getOutputStream().write("NONSENSE\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContainIgnoringCase("jetty");
        }
    }

    @Test
    void showsANewSnapshotSoonAfterItIsPublished() {
        Snapshot golden = Network.golden();
        get("/metrics");
        network.show(with(
                golden,
                new SyncView(
                        101L,
                        null,
                        null,
                        null,
                        null,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Map.of(),
                        golden.sync().lastSuccessMs())));
        await().atMost(Duration.ofSeconds(4))
                .until(() -> Http.text(get("/metrics")).contains("mvm_sync_last_block{chain=\"midnight\",} 101.0\n"));
    }

    private static Snapshot with(Snapshot s, SyncView sync) {
        return new Snapshot(
                s.sequence() + 1,
                s.takenAtMs(),
                s.chain(),
                s.node(),
                s.endpoints(),
                sync,
                s.sidechainEpoch(),
                s.mainchainEpoch(),
                s.committee(),
                s.network(),
                s.validators(),
                s.store(),
                null,
                null,
                null);
    }

    private static SyncView lastSuccess(Long ms) {
        return new SyncView(1L, null, null, null, null, 0, 0, 0, 0, 0, 0, 0, Map.of(), ms);
    }

    @Test
    void isReadyWhileWordFromTheChainIsRecent() {
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        network.show(with(Network.golden(), lastSuccess(Network.NOW_MS - 61_000)));
        HttpResponse<byte[]> stale = get("/readyz");
        assertThat(stale.statusCode()).isEqualTo(503);
        assertThat(Http.text(stale))
                .startsWith("Chain midnight was last heard of 61 s ago, expected at most 60 s.\nState: running since ");
        network.show(with(Network.golden(), lastSuccess(null)));
        assertThat(Http.text(get("/readyz"))).startsWith("Nothing is known of chain midnight yet.\nState: running");
        network.close();
        assertThat(Http.text(get("/readyz"))).isEqualTo("No chain is followed in this process.\n");
        assertThat(get("/healthz").statusCode()).as("it still serves").isEqualTo(200);
    }

    private static LifecycleView in(String state, String reason, Map<String, String> stalls) {
        return new LifecycleView(state, Network.NOW_MS - 60_000, reason, false, stalls, 3, List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "init,503",
        "starting,503",
        "running,200",
        "reloading,200",
        "degraded,200",
        "reconnecting,503",
        "stopping,503",
        "stopped,503"
    })
    void isReadyAsTheStateOfTheProcessHasIt(String state, int status) {
        network.live(in(state, "for <a> reason", Map.of()));
        HttpResponse<byte[]> ready = get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(status);
        assertThat(Http.text(ready))
                .contains("State: " + state + " since 20", " UTC: for <a> reason")
                .startsWith(
                        status == 503
                                ? "The monitor is " + state + ".\n"
                                : state.equals("degraded")
                                        ? "What is shown is of now, but the monitor is degraded.\n"
                                        : "Every chain is followed.\n");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(Http.text(get("/")))
                .contains("<p>State: " + state + " since 20", " UTC: for &lt;a&gt; reason</p>")
                .doesNotContain("<a> reason");
    }

    @Test
    void isUnhealthyWhileTheLoopHangs() {
        network.live(in("degraded", "", Map.of("heads", "the head stands still")));
        assertThat(get("/healthz").statusCode()).as("that is the node's").isEqualTo(200);
        network.live(in("degraded", "", Map.of("loop", "the loop hangs at 'backfilling'")));
        HttpResponse<byte[]> hung = get("/healthz");
        assertThat(hung.statusCode()).isEqualTo(503);
        assertThat(Http.text(hung))
                .isEqualTo("The exporter serves, but nothing is renewed: the loop hangs at 'backfilling'\n");
    }

    @Test
    void saysWhileMaintenanceIsInProgress() {
        assertThat(Network.golden().maintenance()).isNotNull();
        assertThat(Http.text(get("/readyz"))).contains("\nMaintenance: chain midnight until 20");
        assertThat(Http.text(get("/"))).contains("<p>Maintenance of chain midnight until 20");
    }

    @Test
    void landsOnAPageThatSaysWhatThisIs() {
        HttpResponse<byte[]> response = get("/");
        assertThat(Http.header(response, "Content-Type")).startsWith("text/html");
        assertThat(Http.text(response))
                .contains("Version 0.1.0", "<td>midnight</td><td>100</td><td>100</td>", "href=\"/metrics\"")
                .doesNotContain("http://", "https://", "<script");
    }

    @Test
    void landsOnWhatOursHaveToDoNextAndWhatIsWrong() {
        String page = Http.text(get("/"));
        assertThat(page)
                .contains("<td>ok</td>", "</small></td><td>2</td><td>1</td><td>05:43:12 UTC<br><small>in 3 min 12 s")
                .contains("<li>critical: the GRANDPA key &lt;0x", "<li>degraded: two rounds were missed</li>");
        network.show(Network.unknown());
        assertThat(Http.text(get("/")))
                .contains("</small></td><td>unknown</td><td>not known yet</td><td>not known yet</td>")
                .doesNotContain("<li>critical");
    }

    @Test
    void saysWhereItCannotListen() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BindAddress bind = new BindAddress("127.0.0.1", taken.getLocalPort());
            assertThatThrownBy(() -> start(bind))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen at " + bind + ": Address already in use");
        }
    }

    @Test
    void stopsSoonThoughAScraperKeepsItsConnection() throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), exporter.address().port())) {
            socket.getOutputStream()
                    .write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            long start = System.nanoTime();
            exporter.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }
}

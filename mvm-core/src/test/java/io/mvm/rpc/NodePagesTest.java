package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.rpc.NodePages.Look;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NodeBehaviour;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NodePagesTest {
    private interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    /** A web server that gives one answer to everything. */
    private static final class WebServer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

        WebServer(Answer answer) throws IOException {
            Thread thread = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().read(new byte[4096]);
                        answer.write(socket.getOutputStream());
                    } catch (IOException | InterruptedException e) {
                        // The client has left, or the server is closed.
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/metrics");
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static Answer body(int status, String body) {
        return out -> {
            out.write(("HTTP/1.1 " + status + " X\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body)
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
        };
    }

    private static NodePages pages(URI node, boolean confirmed, URI host) {
        return new NodePages(PageSettings.of(Optional.ofNullable(node), confirmed, Optional.ofNullable(host)));
    }

    @Test
    void readsWhatANodeAndItsMachineTell() {
        try (SimulatedChain chain = SimulatedChain.create(
                        NetworkSpec.builder().historyEpochs(1).build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(
                        chain, 0, NodeBehaviour.builder().validator(0).peers(9).build())) {
            NodePages pages = pages(node.metricsUrl(), false, node.hostMetricsUrl());
            chain.advanceSlots(40);
            Look<NodePage> look = pages.node();
            assertThat(look.up()).isTrue();
            NodePage page = look.page();
            assertThat(page.peers()).isEqualTo(9);
            assertThat(page.connectionsIn() + page.connectionsOut()).isEqualTo(9);
            assertThat(page.syncTarget()).isEqualTo(chain.heads().best().number());
            assertThat(page.startedAtMs()).isBetween(1_600_000_000_000L, chain.nowMs());
            assertThat(page.proposedBlocks()).isPositive();
            assertThat(page.prevotesTotal()).isPositive();
            assertThat(page.precommitsTotal()).isPositive();
            assertThat(page.readyTransactions()).isZero();
            HostPage host = pages.host().page();
            assertThat(host.memoryTotalBytes()).isEqualTo(16L << 30);
            assertThat(host.memoryAvailableBytes()).isEqualTo(9L << 30);
            assertThat(host.diskTotalBytes()).isEqualTo(200L << 30);
            assertThat(host.diskAvailableBytes()).isEqualTo(80L << 30);
            assertThat(host.load1()).isEqualTo(0.42);
            assertThat(host.clockOffsetSeconds()).isEqualTo(-0.000412);
            assertThat(host.clockSynced()).isTrue();
        }
    }

    @Test
    void aPageThatNobodyPromisedAndThatNeverCameIsNoFailure() {
        URI nobody = URI.create("http://127.0.0.1:1/metrics");
        assertThat(pages(nobody, false, null).node()).isEqualTo(new Look<NodePage>(null, null));
        assertThat(pages(nobody, true, null).node()).isEqualTo(new Look<NodePage>(false, null));
        assertThat(pages(null, false, null).node()).isEqualTo(new Look<NodePage>(null, null));
        assertThat(pages(null, false, null).host()).isEqualTo(new Look<HostPage>(null, null));
        assertThat(pages(null, false, nobody).host()).isEqualTo(new Look<HostPage>(false, null));
    }

    @Test
    void aPageThatOnceCameIsMissed() {
        try (SimulatedChain chain = SimulatedChain.create(NetworkSpec.builder().build(), Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(chain)) {
            NodePages pages = pages(node.metricsUrl(), false, null);
            assertThat(pages.node().up()).isTrue();
            node.change(behaviour -> behaviour.metricsPage(false));
            assertThat(pages.node().up()).isFalse();
            node.change(behaviour -> behaviour.metricsPage(true));
            assertThat(pages.node().up()).isTrue();
        }
    }

    @Test
    void anotherProgramsPageIsNotTheNodes() throws IOException {
        for (String text : new String[] {
            "<html>hello</html>", "", "process_cpu_seconds_total 1\n", "substrate_block_height{status=\"best\"} x\n"
        }) {
            try (WebServer server = new WebServer(body(200, text))) {
                assertThat(pages(server.url(), true, null).node().up()).as(text).isFalse();
            }
        }
        String honest = "substrate_block_height{status=\"best\"} 1\n";
        for (int status : new int[] {302, 404, 500}) {
            try (WebServer server = new WebServer(body(status, honest))) {
                assertThat(pages(server.url(), true, null).node().up())
                        .as("" + status)
                        .isFalse();
            }
        }
        try (WebServer server = new WebServer(body(200, honest))) {
            assertThat(pages(server.url(), true, null).node().up()).isTrue();
        }
    }

    @Test
    void givesUpOnPagesThatAreEndlessSlowOrCutShort() throws IOException {
        byte[] megabyte = "# nothing\n".repeat(105_000).getBytes(StandardCharsets.US_ASCII);
        Answer endless = out -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(megabyte);
            }
        };
        Answer slow = out -> {
            out.write("HTTP/1.1 200 OK\r\n\r\nsubstrate_block_height 1\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Thread.sleep(60_000);
        };
        Answer cut = out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nsubstrate_block_height 1\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
        };
        for (Answer answer : new Answer[] {endless, slow, cut}) {
            try (WebServer server = new WebServer(answer)) {
                long before = System.nanoTime();
                assertThat(pages(server.url(), true, null).node().up()).isFalse();
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
            }
        }
    }
}

package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pages of metrics beside a node, against what the node answers by RPC and the chain's own truth. */
class MetricsPagesTest {
    private static final int OWN = 1;
    private static final String CHAIN = "chain=\"simulated\"";
    private static final Pattern SAMPLE = Pattern.compile(
            "[A-Za-z_0-9]+(\\{([a-z_]+=\"([^\"\\\\\n]|\\\\[\\\\n\"])*\",?)*})? (NaN|[-+]?[0-9][-+.e0-9]*|[-+]Inf)");

    private final SimulatedChain chain = SimulatedChain.create(
            NetworkSpec.builder()
                    .slotsPerEpoch(30)
                    .permissionedCandidates(4)
                    .missRate(0.1)
                    .orphanRate(0.05)
                    .historyEpochs(3)
                    .build(),
            Specs.NOON);
    private final SimulatedNode node =
            SimulatedNode.start(chain, 0, NodeBehaviour.builder().validator(OWN).build());
    private final NodeClient client = new NodeClient(node);

    @AfterEach
    void close() {
        node.close();
        chain.close();
    }

    @Test
    void nodesPageSaysWhatTheNodeSaysByRpc() throws Exception {
        chain.advanceSlots(40);
        HttpResponse<String> answer = client.get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(node.metricsUrl().toString()).isEqualTo(node.url() + "/metrics");
        Map<String, String> page = samples(answer.body());
        assertThat(page).allSatisfy((name, value) -> assertThat(name).contains("{" + CHAIN));
        assertThat(height(page, "best")).isEqualTo(chain.heads().best().number());
        assertThat(height(page, "finalized"))
                .isEqualTo(chain.heads().finalized().number());
        assertThat(height(page, "sync_target")).isEqualTo(chain.heads().best().number());
        assertThat(value(page, "substrate_sub_libp2p_peers_count")).isEqualTo(12);
        assertThat(value(page, "substrate_sub_libp2p_is_major_syncing")).isZero();
        assertThat(connected(page, "in") + connected(page, "out")).isEqualTo(12);
        assertThat(value(page, "substrate_node_roles")).isEqualTo(4);
        assertThat(value(page, "substrate_process_start_time_seconds")).isEqualTo(Specs.NOON.millis() / 1000);
        assertThat(value(page, "substrate_finality_grandpa_round"))
                .isEqualTo(client.result("grandpa_roundState", "[]")
                                .at("/best/round")
                                .asLong()
                        - 1);
        assertThat(page)
                .containsEntry(
                        "substrate_build_info{" + CHAIN + ",name=\"simulated-node\",version=\"1.0.1-5edf8ddd\"}", "1")
                .containsValue("NaN")
                .containsValue("1e+06")
                .containsKey("substrate_tasks_spawned_total{" + CHAIN
                        + ",task_group=\"default\",task_name=\"read \\\"a, b\\\" from C:\\\\{data}\"}");

        node.change(behaviour -> behaviour.peers(0).syncing(true).lag(5).version("1.2.0-00"));
        Map<String, String> changed = samples(client.get("/metrics").body());
        assertThat(value(changed, "substrate_sub_libp2p_peers_count")).isZero();
        assertThat(connected(changed, "in") + connected(changed, "out")).isZero();
        assertThat(value(changed, "substrate_sub_libp2p_is_major_syncing")).isEqualTo(1);
        assertThat(height(changed, "best"))
                .isEqualTo(chain.heads().best().number() - 5)
                .isEqualTo(height(changed, "sync_target") - 5);
    }

    @Test
    void blocksAndVotesOfItsValidatorAreCountedFromTheProcesssStart() throws Exception {
        Truth before = chain.truth();
        long finalizedBefore = chain.heads().finalized().number();
        chain.advanceSlots(100);
        Map<String, String> page = samples(client.get("/metrics").body());
        Truth after = chain.truth();
        long built = own(after).produced() - own(before).produced() + ownOrphans(after) - ownOrphans(before);
        assertThat(value(page, "substrate_proposer_block_constructed_count")).isEqualTo(built);
        assertThat(built).isGreaterThan(5);
        long rounds = chain.heads().finalized().number() - finalizedBefore;
        long votes = value(page, "substrate_finality_grandpa_prevotes_total");
        assertThat(votes).isPositive().isLessThanOrEqualTo(rounds);
        assertThat(value(page, "substrate_finality_grandpa_precommits_total")).isEqualTo(votes);

        chain.silence(chain.validators().get(OWN).sidechainKey());
        chain.advanceSlots(30);
        assertThat(value(samples(client.get("/metrics").body()), "substrate_finality_grandpa_prevotes_total"))
                .isEqualTo(votes);

        NodeClient.Socket socket = client.socket(node);
        socket.subscribe("NewHeads");
        node.restart();
        Map<String, String> anew = samples(client.get("/metrics").body());
        assertThat(value(anew, "substrate_process_start_time_seconds"))
                .isGreaterThan(value(page, "substrate_process_start_time_seconds"));
        assertThat(value(anew, "substrate_proposer_block_constructed_count")).isZero();
        assertThat(value(anew, "substrate_finality_grandpa_prevotes_total")).isZero();
        // The JDK's client can miss a disconnect that follows a message closely; what is sent then tells it.
        await().until(() -> socket.closed() || !socket.sends("{}"));
    }

    @Test
    void familiesComeAndGoWithWhatTheNodeDoes() throws Exception {
        try (SimulatedNode full = SimulatedNode.start(chain)) {
            String page = new NodeClient(full).get("/metrics").body();
            assertThat(page)
                    .contains("substrate_node_roles{" + CHAIN + "} 1\n")
                    .doesNotContain("substrate_proposer_block_constructed");
        }
        node.change(behaviour -> behaviour.voterRunning(false));
        assertThat(client.get("/metrics").body()).doesNotContain("grandpa");
        node.change(behaviour -> behaviour.metricsPage(false));
        assertThat(client.get("/metrics").statusCode()).isEqualTo(404);
        assertThat(client.get("/host/metrics").statusCode()).isEqualTo(200);
        node.change(behaviour -> behaviour.hostPage(false));
        assertThat(client.get("/host/metrics").statusCode()).isEqualTo(404);
    }

    @Test
    void pageOfAFrozenNodeStandsStillButForWhatPeersClaim() throws Exception {
        chain.advanceSlots(20);
        node.change(behaviour -> behaviour.frozen(true));
        String before = client.get("/metrics").body();
        chain.advanceSlots(60);
        Map<String, String> page = samples(client.get("/metrics").body());
        assertThat(height(page, "sync_target")).isEqualTo(chain.heads().best().number());
        String target = "substrate_block_height{" + CHAIN + ",status=\"sync_target\"}";
        Map<String, String> stood = samples(before);
        stood.remove(target);
        page.remove(target);
        assertThat(page).isEqualTo(stood);
        node.change(behaviour -> behaviour.frozen(false));
        assertThat(height(samples(client.get("/metrics").body()), "best"))
                .isEqualTo(chain.heads().best().number());
    }

    @Test
    void nodeThatGoesOfflineTakesItsPagesAndOpenConnectionsAlong() throws Exception {
        NodeClient.Socket socket = client.socket(node);
        socket.subscribe("NewHeads");
        assertThat(client.get("/metrics").statusCode()).isEqualTo(200);
        node.change(behaviour -> behaviour.offline(true));
        assertThatThrownBy(() -> client.get("/metrics")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.get("/host/metrics")).isInstanceOf(IOException.class);
        await().until(() -> socket.closed() || !socket.sends("{}"));
        node.change(behaviour -> behaviour.offline(false));
        assertThat(client.get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void hostsPageTellsMemoryDiskLoadAndClock() throws Exception {
        assertThat(node.hostMetricsUrl().toString()).isEqualTo(node.url() + "/host/metrics");
        Map<String, String> page =
                samples(client.get(node.hostMetricsUrl().getPath()).body());
        assertThat(Double.parseDouble(page.get("node_memory_MemTotal_bytes"))).isEqualTo(16.0 * (1 << 30));
        assertThat(Double.parseDouble(page.get("node_memory_MemAvailable_bytes")))
                .isEqualTo(9.0 * (1 << 30));
        assertThat(page).containsEntry("node_load1", "0.42").containsEntry("node_timex_sync_status", "1");
        assertThat(page.get("node_timex_offset_seconds")).startsWith("-0.0004");
        String root = "{device=\"/dev/vda1\",fstype=\"ext4\",mountpoint=\"/\"}";
        assertThat(Double.parseDouble(page.get("node_filesystem_size_bytes" + root)))
                .isEqualTo(200.0 * (1 << 30));
        assertThat(Double.parseDouble(page.get("node_filesystem_avail_bytes" + root)))
                .isEqualTo(80.0 * (1 << 30));
    }

    private Truth.Tally own(Truth truth) {
        return truth.byValidator().get(chain.validators().get(OWN).sidechainKey());
    }

    private long ownOrphans(Truth truth) {
        return truth.orphans().stream()
                .filter(hash -> chain.block(hash)
                        .orElseThrow()
                        .validator()
                        .equals(chain.validators().get(OWN).sidechainKey()))
                .count();
    }

    private static long value(Map<String, String> page, String name) {
        return Long.parseLong(page.get(name + "{" + CHAIN + "}"));
    }

    private static long height(Map<String, String> page, String status) {
        return Long.parseLong(page.get("substrate_block_height{" + CHAIN + ",status=\"" + status + "\"}"));
    }

    private static long connected(Map<String, String> page, String direction) {
        long connected = 0;
        for (Map.Entry<String, String> sample : page.entrySet()) {
            if (sample.getKey().contains("direction=\"" + direction + "\"")) {
                connected += sample.getKey().startsWith("substrate_sub_libp2p_connections_opened_total")
                        ? Long.parseLong(sample.getValue())
                        : 0;
                connected -= sample.getKey().startsWith("substrate_sub_libp2p_connections_closed_total")
                        ? Long.parseLong(sample.getValue())
                        : 0;
            }
        }
        return connected;
    }

    /** Values by name and labels; every line must be a comment or a sample, and every sample have a type before it. */
    private static Map<String, String> samples(String page) {
        assertThat(page).endsWith("\n");
        Map<String, String> samples = new HashMap<>();
        String family = "";
        for (String line : page.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                family = line.substring("# TYPE ".length(), line.lastIndexOf(' '));
            } else if (!line.startsWith("# HELP ")) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(line).startsWith(family);
                int end = line.lastIndexOf(' ');
                assertThat(samples.put(line.substring(0, end), line.substring(end + 1)))
                        .as(line)
                        .isNull();
            }
        }
        return samples;
    }
}

package io.mvm.rpc;

import static io.mvm.rpc.PageSamples.whole;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * What a node's own Prometheus page tells. No family is sure to be there: what is not told is null.
 *
 * @param startedAtMs when the process started, Unix ms
 * @param syncTarget highest block seen at its peers
 * @param peers connected peers
 * @param connectionsIn inbound connections open
 * @param connectionsOut outbound connections open
 * @param proposedBlocks blocks its proposer has built since its start, sealed or not
 * @param readyTransactions transactions ready in its pool
 * @param prevotesTotal prevotes it has cast itself since its start
 * @param precommitsTotal precommits it has cast itself since its start
 */
public record NodePage(
        Long startedAtMs,
        Long syncTarget,
        Long peers,
        Long connectionsIn,
        Long connectionsOut,
        Long proposedBlocks,
        Long readyTransactions,
        Long prevotesTotal,
        Long precommitsTotal) {
    private static final String FAMILY = "substrate_";
    private static final String LIBP2P = FAMILY + "sub_libp2p_";
    private static final String VOTES = FAMILY + "finality_grandpa_";

    /** The samples that are of interest. */
    static boolean wants(String name) {
        return switch (name) {
            case FAMILY + "process_start_time_seconds",
                    FAMILY + "block_height",
                    LIBP2P + "peers_count",
                    LIBP2P + "connections_opened_total",
                    LIBP2P + "connections_closed_total",
                    FAMILY + "proposer_block_constructed_count",
                    FAMILY + "ready_transactions_number",
                    VOTES + "prevotes_total",
                    VOTES + "precommits_total" -> true;
            default -> false;
        };
    }

    static NodePage of(PageSamples page) {
        OptionalDouble start = page.value(FAMILY + "process_start_time_seconds");
        return new NodePage(
                start.isEmpty() ? null : whole(OptionalDouble.of(start.getAsDouble() * 1_000)),
                whole(page.value(FAMILY + "block_height", with("status", "sync_target"))),
                whole(page.value(LIBP2P + "peers_count")),
                connections(page, "in"),
                connections(page, "out"),
                whole(page.value(FAMILY + "proposer_block_constructed_count")),
                whole(page.value(FAMILY + "ready_transactions_number")),
                whole(page.value(VOTES + "prevotes_total")),
                whole(page.value(VOTES + "precommits_total")));
    }

    /** Opened less closed, for whatever reasons. */
    private static Long connections(PageSamples page, String direction) {
        OptionalDouble opened = page.sum(LIBP2P + "connections_opened_total", with("direction", direction));
        if (opened.isEmpty()) {
            return null;
        }
        double closed = page.sum(LIBP2P + "connections_closed_total", with("direction", direction))
                // A counter with a label shows only once it has counted.
                .orElse(0);
        return whole(OptionalDouble.of(opened.getAsDouble() - closed));
    }

    private static Predicate<Map<String, String>> with(String label, String value) {
        return labels -> value.equals(labels.get(label));
    }
}

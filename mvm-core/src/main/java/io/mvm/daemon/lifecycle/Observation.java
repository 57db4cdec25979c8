package io.mvm.daemon.lifecycle;

import io.mvm.sync.LoopCondition;
import io.mvm.view.EndpointView;
import io.mvm.view.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What is seen of a monitor at one moment.
 *
 * @param nowMs the moment
 * @param snapshot the newest; null before the first
 * @param loop how the loop fares
 * @param endpoints every endpoint as of now, which a hung loop's snapshot is not
 * @param finalizedOnly whether only final blocks are to be stored
 * @param pausedBy who paused syncing; null if nobody did
 * @param databaseLost what has become of the database's file; null if it is where it was
 */
record Observation(
        long nowMs,
        Snapshot snapshot,
        LoopCondition loop,
        List<EndpointView> endpoints,
        boolean finalizedOnly,
        String pausedBy,
        String databaseLost) {
    private static final long USUAL_SLOT_MS = 6_000;

    boolean nodeAnswers() {
        return endpoints.stream().anyMatch(EndpointView::up);
    }

    /**
     * Height of the best block that is known of; null if no endpoint answers. Endpoints are asked now and then, whatever the loop
     * does; the loop is told of each head at once.
     */
    Long head() {
        return nodeAnswers()
                ? Stream.concat(
                                endpoints.stream().filter(EndpointView::up).map(EndpointView::blockHeight),
                                Stream.ofNullable(snapshot)
                                        .map(shown -> shown.node().blockHeight()))
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null)
                : null;
    }

    long slotMs() {
        Long told = snapshot == null ? null : snapshot.node().slotDurationMs();
        return told == null || told <= 0 ? USUAL_SLOT_MS : told;
    }

    boolean paused() {
        return loop.paused();
    }
}

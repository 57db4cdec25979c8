package io.mvm.sync;

import java.time.Clock;
import java.util.function.Supplier;

/**
 * Shows where the loop stands: tells the watches and the forecast of the head, then publishes a snapshot. Used on the loop's
 * thread.
 */
final class Presenter {
    private static final long WHILE_BACKFILLING_MS = 500;
    /** What changes without a head is told by the node's watch; a page made just before a head would hold the head's up. */
    private static final long WHEN_IDLE_MS = 5_000;

    private final Clock clock;
    private final Watches watches;
    private final HeadsSeen heads;
    private final ParameterKeeper time;
    private final ProgressKeeper progress;
    private final SnapshotMaker snapshots;
    private final Publisher publisher;
    private final Supplier<KnownChain> known;
    private long last;

    /** {@code known} answers null until the chain is known. */
    Presenter(
            Clock clock,
            Watches watches,
            HeadsSeen heads,
            ParameterKeeper time,
            ProgressKeeper progress,
            SnapshotMaker snapshots,
            Publisher publisher,
            Supplier<KnownChain> known) {
        this.clock = clock;
        this.watches = watches;
        this.heads = heads;
        this.time = time;
        this.progress = progress;
        this.snapshots = snapshots;
        this.publisher = publisher;
        this.known = known;
    }

    /** Something is new that no head brought: the next look at {@link #due} finds it is time. */
    void soon() {
        last = 0;
    }

    /** Whether it is time to publish though no head came. */
    boolean due(long now, boolean backfilling) {
        return now - last >= (backfilling ? WHILE_BACKFILLING_MS : WHEN_IDLE_MS);
    }

    void publish() {
        last = clock.millis();
        KnownChain chain = known.get();
        Long headSlot = heads.bestSlot();
        Long slotMs = time.parameters().slotDurationMs();
        watches.outages().head(headSlot == null || slotMs == null ? null : headSlot * slotMs, slotMs);
        Tip tip = chain == null ? null : chain.tip();
        watches.own().step(watches.node().state(), tip == null ? null : tip.setAfter());
        if (chain != null) {
            chain.forecasts()
                    .renew(
                            chain.ledger(),
                            chain.book(),
                            time.parameters().slots().orElse(null),
                            heads.specVersion(),
                            chain.book().auraKeys(watches.own().ours()));
        }
        watches.node()
                .headSeen(
                        heads.best() == null
                                ? null
                                : new NodeCondition.Head(heads.bestNumber(), heads.bestSlot(), slotMs));
        publisher.publish(snapshots.make(
                watches.node().state(),
                time.parameters(),
                chain == null ? null : chain.ledger(),
                chain == null ? null : chain.book(),
                new SnapshotMaker.Parts(
                        chain == null ? null : chain.judge(),
                        chain == null ? null : chain.forecasts(),
                        watches.own(),
                        watches.votes()),
                progress.now(heads, chain)));
    }
}

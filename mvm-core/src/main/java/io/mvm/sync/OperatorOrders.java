package io.mvm.sync;

import io.mvm.store.Segment;
import java.util.function.Function;
import java.util.function.Supplier;

/** What operators ask of the loop, and what came of it shown. On the loop's thread, but for {@link #paused}. */
final class OperatorOrders {
    private final LiveSettings settings;
    private final Supplier<KnownChain> known;
    private final HeadsSeen heads;
    private final Retry headRetry;
    private final Presenter presenter;
    private final SyncLog log;
    private volatile boolean paused;

    /** {@code known} answers null until the chain is known; {@code headRetry} is when the head is followed again. */
    OperatorOrders(
            LiveSettings settings,
            Supplier<KnownChain> known,
            HeadsSeen heads,
            Retry headRetry,
            Presenter presenter,
            SyncLog log) {
        this.settings = settings;
        this.known = known;
        this.heads = heads;
        this.headRetry = headRetry;
        this.presenter = presenter;
        this.log = log;
    }

    /**
     * Does something with the judge and shows what came of it.
     *
     * @throws IllegalStateException while the chain is not known
     */
    <T> T judging(Function<Judge, T> work) {
        KnownChain chain = known.get();
        if (chain == null) {
            throw unknown();
        }
        T answer = work.apply(chain.judge());
        presenter.publish();
        return answer;
    }

    /** Whether nothing is to be stored; from any thread. */
    boolean paused() {
        return paused;
    }

    /** Stops or takes up storing; false if that was so already. */
    boolean pause(boolean pause) {
        if (paused == pause) {
            return false;
        }
        paused = pause;
        KnownChain chain = known.get();
        Long last = chain == null ? null : chain.tipNumber();
        if (pause) {
            log.paused(last);
            if (chain != null) {
                chain.history().stop();
            }
        } else {
            log.resumed(last, heads.bestNumber());
            heads.dirty(true);
            headRetry.atOnce();
        }
        presenter.publish();
        return true;
    }

    /**
     * Has missing blocks of a range fetched next; answers how many are missing.
     *
     * @throws IllegalStateException while no head is known
     * @throws IllegalArgumentException if the range ends beyond the head
     */
    long backfill(long from, long to) {
        if (heads.best() == null) {
            throw unknown();
        }
        if (to > heads.bestNumber()) {
            throw new IllegalArgumentException("blocks up to " + to + " were asked for, but the node's head is "
                    + heads.bestNumber() + ", expected at most that");
        }
        // Genesis has no author and is left out.
        long missing = to == 0 ? 0 : known.get().history().request(new Segment(Math.max(1, from), to));
        presenter.publish();
        return missing;
    }

    private IllegalStateException unknown() {
        return new IllegalStateException("the chain '" + settings.chain()
                + "' is not known yet, as no node has answered: try again once one has");
    }
}

package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockRef;
import io.mvm.chain.Header;
import io.mvm.chain.consensus.ConsensusEngines;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcException;
import io.mvm.rpc.SidechainStatus;
import io.mvm.store.ChainWriter;
import io.mvm.store.Segment;
import io.mvm.store.StoreException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The one loop. Heads come first, then at most one backfill transaction, then the head again; a snapshot follows each. A
 * failure of the node or the disk is counted, said, and tried again with a growing pause: no block is ever passed over.
 */
final class SyncLoop {
    private static final String FOLLOWING = "following the head";
    private static final long IDLE_MS = 1_000;
    private static final long SNAPSHOT_WHILE_BACKFILLING_MS = 500;
    /** What changes without a head is told by the node's watch; a page made just before a head would hold the head's up. */
    private static final long SNAPSHOT_WHEN_IDLE_MS = 5_000;

    static final long FIRST_RETRY_MS = 500;
    static final long LONGEST_RETRY_MS = 30_000;

    private final LiveSettings settings;
    private final ChainNode node;
    private final ChainWriter store;
    private final Clock clock;
    private final HeadInbox inbox;
    private final NodeWatch watch;
    private final IdentityScout scout;
    private final VoteWatch votes;
    private final Outages outages;
    private final Errors errors;
    private final SyncLog log;
    private final Publisher publisher;
    private final LoopPulse pulse;
    private final ConsensusEngines engines = ConsensusEngines.known();
    private final SnapshotMaker snapshots;
    private final Rate rate = new Rate();
    private final ForkWatch forks = new ForkWatch();
    private final HeadsSeen heads;
    private final FinalityMark finality;

    private volatile boolean stopping;
    private volatile boolean paused;
    /** Whether it is settled where the live run begins. */
    private boolean begun;

    private final ParameterKeeper time;
    private Ledger ledger;
    private IdentityBook book;
    private HeadChaser chaser;
    private IdentityKeeper keeper;
    private HistoryFiller history;
    private final OwnKeeper own;
    private Judge judge;
    private ForecastKeeper forecasts;

    private long retryHeadAt;
    private long headPause = FIRST_RETRY_MS;
    private long lastPublished;
    private Long lastSuccess;
    private Long lastCommit;
    private long unknownEngineSaid;

    SyncLoop(
            LiveSettings settings,
            ChainNode node,
            ChainWriter store,
            Clock clock,
            HeadInbox inbox,
            NodeWatch watch,
            IdentityScout scout,
            VoteWatch votes,
            Outages outages,
            OwnKeeper own,
            Errors errors,
            SyncLog log,
            Publisher publisher,
            LoopPulse pulse) {
        this.settings = settings;
        this.node = node;
        this.store = store;
        this.clock = clock;
        this.inbox = inbox;
        this.watch = watch;
        this.scout = scout;
        this.votes = votes;
        this.outages = outages;
        this.own = own;
        this.heads = new HeadsSeen(inbox, forks, engines, settings.finalizedOnly());
        this.finality = new FinalityMark(node);
        this.errors = errors;
        this.log = log;
        this.publisher = publisher;
        this.pulse = pulse;
        this.time = new ParameterKeeper(node, store, log);
        this.snapshots = new SnapshotMaker(settings, clock, store, ChainWriter.SCHEMA_VERSION);
    }

    void stop() {
        stopping = true;
        inbox.wake();
    }

    /** Runs until stopped, or until all is stored if that was asked for. */
    void run() throws InterruptedException {
        if (store.attachKnown(settings.chain())) {
            time.load();
            load();
        }
        publish();
        if (!open()) {
            return;
        }
        AutoCloseable stream = node.follow(inbox);
        try {
            while (!stopping) {
                boolean more = step();
                if (settings.once() && !more && complete()) {
                    publish();
                    return;
                }
                if (!more) {
                    pulse.rests(paused ? "being paused" : "waiting for a head", IDLE_MS);
                    inbox.await(IDLE_MS);
                }
            }
        } finally {
            history.stop();
            end(stream);
            if (ledger != null && ledger.top() != null) {
                log.stopped(ledger.top().tip().number(), ledger.blocks());
            }
        }
    }

    private static void end(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception e) {
            throw new IllegalStateException("the stream of heads could not be closed", e);
        }
    }

    /** Waits for the node, then learns what the chain is and where the live run begins. */
    private boolean open() throws InterruptedException {
        long pause = FIRST_RETRY_MS;
        while (!stopping) {
            try {
                pulse.doing("asking the node what the chain is");
                store.attach(settings.chain(), node.genesisHash());
                BlockRef head = settings.finalizedOnly() ? node.finalized() : node.best();
                time.learn(head);
                if (ledger == null) {
                    load();
                } else {
                    ledger.parameters(attribution());
                }
                if (paused) {
                    // The loop begins once it may store.
                    heads.best(Await.rpc(node.headers(List.of(head.hash()))).get(0));
                } else {
                    begin(head);
                }
                pulse.reached();
                return true;
            } catch (RpcException e) {
                errors.count(e);
                log.waitingForNode(e.getMessage(), Math.max(1, pause / 1000));
                pulse.waiting(e.getMessage(), pause);
                publish();
                inbox.await(pause);
                runTasks();
                pause = Math.min(LONGEST_RETRY_MS, pause * 2);
            }
        }
        return false;
    }

    private void load() {
        forecasts = new ForecastKeeper(store, log, clock);
        ledger = new Ledger(store, attribution(), forecasts::applied);
        book = new IdentityBook(store.identityTable());
        own.begin(store.identityTable(), book, () -> lastPublished = 0);
        judge = new Judge(store, settings, book, outages, clock.millis(), errors, log);
        chaser = new HeadChaser(node, ledger, settings, log);
        keeper = new IdentityKeeper(scout, book, ledger, log, () -> lastPublished = 0, this::correct);
        history = new HistoryFiller(settings, node, inbox, ledger, chaser, errors, log, blocks -> {
            committed();
            keeper.historyStored(blocks);
        });
        log.opened(settings.chain(), ledger.blocks(), ledger.gapBlocks(settings.firstWanted()));
    }

    private Attribution attribution() {
        return new Attribution(engines, time.parameters());
    }

    private void begin(BlockRef head) {
        heads.best(Await.rpc(node.headers(List.of(head.hash()))).get(0));
        chaser.begin(head, heads.bestSlot(), attribution());
        begun = true;
        committed();
        confirmed();
        publish();
    }

    /** Does what is due; true if there is more to do at once. */
    private boolean step() {
        pulse.doing("what was asked of it");
        runTasks();
        long now = clock.millis();
        boolean more = false;
        if (paused) {
            if (heads.take()) {
                publish();
            }
        } else {
            pulse.doing(FOLLOWING);
            more = head(now);
            pulse.doing("backfilling");
            more |= begun && history.fill(now);
            if (finality.due(heads.finalized(), ledger)) {
                heads.dirty(true);
            }
        }
        pulse.doing("judging slots");
        more |= judge.step(now, ledger, ourAuraKeys(), time.parameters());
        if (now - lastPublished >= (history.active() ? SNAPSHOT_WHILE_BACKFILLING_MS : SNAPSHOT_WHEN_IDLE_MS)) {
            publish();
        }
        return more;
    }

    /** Takes over settings that changed, and shows what came of it. On the loop's thread. */
    void change(SyncSettings next) {
        settings.change(next);
        own.changed();
        lastPublished = 0;
    }

    private void runTasks() {
        for (Runnable task = inbox.nextTask(); task != null; task = inbox.nextTask()) {
            task.run();
        }
    }

    /**
     * Does something with the judge and shows what came of it. On the loop's thread.
     *
     * @throws IllegalStateException while the chain is not known
     */
    <T> T judging(Function<Judge, T> work) {
        if (judge == null) {
            throw unknown();
        }
        T answer = work.apply(judge);
        publish();
        return answer;
    }

    boolean paused() {
        return paused;
    }

    /** Stops or takes up storing; false if that was so already. On the loop's thread. */
    boolean pause(boolean pause) {
        if (paused == pause) {
            return false;
        }
        paused = pause;
        Long last = ledger == null || ledger.top() == null
                ? null
                : ledger.top().tip().number();
        if (pause) {
            log.paused(last);
            if (history != null) {
                history.stop();
            }
        } else {
            log.resumed(last, heads.bestNumber());
            heads.dirty(true);
            retryHeadAt = 0;
        }
        publish();
        return true;
    }

    /**
     * Has missing blocks of a range fetched next; answers how many are missing. On the loop's thread.
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
        long missing = to == 0 ? 0 : history.request(new Segment(Math.max(1, from), to));
        publish();
        return missing;
    }

    private IllegalStateException unknown() {
        return new IllegalStateException("the chain '" + settings.chain()
                + "' is not known yet, as no node has answered: try again once one has");
    }

    /** Every Aura key that one of ours has had. */
    private Set<AuraKey> ourAuraKeys() {
        return book.auraKeys(own.ours());
    }

    private boolean head(long now) {
        heads.take();
        if (!heads.dirty() || now < retryHeadAt) {
            return false;
        }
        try {
            Header target = heads.target();
            if (target != null) {
                if (!begun || ledger.top() == null) {
                    begin(new BlockRef(
                            target.number(),
                            Await.rpc(node.blockHashes(target.number(), 1))
                                    .get(0)
                                    .orElseThrow(() -> new RpcException(
                                            RpcException.Kind.UNKNOWN_BLOCK,
                                            "the node has no block " + target.number() + ", which it announced"))));
                }
                boolean more = chaser.advance(target);
                committed();
                confirmed();
                heads.dirty(more);
            } else {
                heads.dirty(false);
            }
            if (forks.record(ledger) > 0) {
                committed();
            }
            if (finality.mark(heads.finalized(), ledger)) {
                committed();
            }
            headPause = FIRST_RETRY_MS;
            errors.succeeded(FOLLOWING);
            SidechainStatus status = watch.state().status();
            keeper.headMoved(status, time.parameters().slots().orElse(null));
            if (time.learnMainchain(status)) {
                ledger.parameters(attribution());
            }
            publish();
            return heads.dirty();
        } catch (SyncException e) {
            if (e.kind() == SyncException.Kind.FINALITY_CONFLICT) {
                log.finalityConflict(e.getMessage());
            }
            pauseHead(now, e);
        } catch (RpcException | StoreException e) {
            pauseHead(now, e);
        }
        return false;
    }

    private void pauseHead(long now, RuntimeException e) {
        errors.failed(FOLLOWING, e);
        log.failed(FOLLOWING, e.getMessage(), headPause);
        retryHeadAt = now + headPause;
        headPause = Math.min(LONGEST_RETRY_MS, headPause * 2);
        publish();
    }

    private void committed() {
        lastCommit = clock.millis();
        rate.mark(System.nanoTime(), ledger.blocksSinceStart());
        long unknown = ledger.standings().counts().unknownEngine();
        if (unknown > unknownEngineSaid) {
            if (unknownEngineSaid == 0 || unknown >= 2 * unknownEngineSaid) {
                log.unknownEngine(ledger.top().tip().number(), unknown);
                unknownEngineSaid = unknown;
            }
        }
    }

    private void confirmed() {
        lastSuccess = clock.millis();
    }

    private void correct(AuthoritySet state) {
        Tip tip = ledger.top().tip();
        errors.count("set_mismatch");
        log.setMismatch(new BlockRef(tip.number(), tip.hash()));
        ledger.correctTip(new Tip(tip.number(), tip.hash(), tip.slot(), state));
    }

    private boolean complete() {
        Header target = heads.target();
        return target != null
                && heads.finalized() != null
                && !heads.dirty()
                && ledger.top() != null
                && ledger.top().tip().number() >= target.number()
                && ledger.newestGap(settings.firstWanted()).isEmpty();
    }

    private void publish() {
        lastPublished = clock.millis();
        Long headSlot = heads.bestSlot();
        Long slotMs = time.parameters().slotDurationMs();
        outages.head(headSlot == null || slotMs == null ? null : headSlot * slotMs, slotMs);
        own.step(
                watch.state(),
                ledger == null || ledger.top() == null
                        ? null
                        : ledger.top().tip().setAfter());
        if (ledger != null) {
            forecasts.renew(ledger, book, time.parameters().slots().orElse(null), heads.specVersion(), ourAuraKeys());
        }
        watch.headSeen(
                heads.best() == null
                        ? null
                        : new NodeCondition.Head(
                                heads.bestNumber(),
                                heads.bestSlot(),
                                time.parameters().slotDurationMs()));
        publisher.publish(snapshots.make(
                node,
                watch.state(),
                time.parameters(),
                ledger,
                book,
                new SnapshotMaker.Parts(judge, forecasts, own, votes),
                new SnapshotMaker.Progress(
                        heads.bestNumber(),
                        heads.bestSlot(),
                        heads.specVersion(),
                        heads.finalizedNumber(),
                        heads.finalizedSlot(),
                        rate.perSecond(System.nanoTime()),
                        ledger == null || ledger.top() == null ? null : history.remaining(),
                        errors.counts(),
                        lastSuccess,
                        lastCommit)));
    }
}

package io.mvm.sync;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockRef;
import io.mvm.chain.Header;
import io.mvm.chain.consensus.ConsensusEngines;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcException;
import io.mvm.rpc.SidechainStatus;
import io.mvm.store.ChainWriter;
import io.mvm.store.StoreException;
import java.time.Clock;
import java.util.List;

/**
 * The one loop. Heads come first, then at most one backfill transaction, then the head again; a snapshot follows each. A
 * failure of the node or the disk is counted, said, and tried again with a growing pause: no block is ever passed over.
 */
final class SyncLoop {
    private static final String FOLLOWING = "following the head";
    private static final long IDLE_MS = 1_000;

    private final LiveSettings settings;
    private final ChainNode node;
    private final ChainWriter store;
    private final Clock clock;
    private final HeadInbox inbox;
    private final Watches watches;
    private final Errors errors;
    private final SyncLog log;
    private final LoopPulse pulse;
    private final ConsensusEngines engines = ConsensusEngines.known();
    private final ForkWatch forks = new ForkWatch();
    private final HeadsSeen heads;
    private final FinalityMark finality;
    private final ParameterKeeper time;
    private final ProgressKeeper progress;
    private final Presenter presenter;
    private final OperatorOrders orders;
    private final Retry headRetry = new Retry();

    private volatile boolean stopping;
    /** Null until it is known. */
    private KnownChain chain;
    /** Whether it is settled where the live run begins. */
    private boolean begun;

    SyncLoop(
            LiveSettings settings,
            ChainNode node,
            ChainWriter store,
            Clock clock,
            HeadInbox inbox,
            Watches watches,
            Errors errors,
            SyncLog log,
            LoopPulse pulse,
            Publisher publisher) {
        this.settings = settings;
        this.node = node;
        this.store = store;
        this.clock = clock;
        this.inbox = inbox;
        this.watches = watches;
        this.errors = errors;
        this.log = log;
        this.pulse = pulse;
        this.heads = new HeadsSeen(inbox, forks, engines, settings.finalizedOnly());
        this.finality = new FinalityMark(node);
        this.time = new ParameterKeeper(node, store, log);
        this.progress = new ProgressKeeper(clock, errors, log);
        SnapshotMaker snapshots = new SnapshotMaker(settings, node, clock, store, ChainWriter.SCHEMA_VERSION);
        this.presenter = new Presenter(clock, watches, heads, time, progress, snapshots, publisher, () -> chain);
        this.orders = new OperatorOrders(settings, () -> chain, heads, headRetry, presenter, log);
    }

    /** What operators may ask of it. */
    OperatorOrders orders() {
        return orders;
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
        presenter.publish();
        if (!open()) {
            return;
        }
        AutoCloseable stream = node.follow(inbox);
        try {
            while (!stopping) {
                boolean more = step();
                if (settings.once() && !more && complete()) {
                    presenter.publish();
                    return;
                }
                if (!more) {
                    pulse.rests(orders.paused() ? "being paused" : "waiting for a head", IDLE_MS);
                    inbox.await(IDLE_MS);
                }
            }
        } finally {
            chain.history().stop();
            end(stream);
            if (chain.tip() != null) {
                log.stopped(chain.tip().number(), chain.ledger().blocks());
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
        Retry retry = new Retry();
        while (!stopping) {
            try {
                pulse.doing("asking the node what the chain is");
                store.attach(settings.chain(), node.genesisHash());
                BlockRef head = settings.finalizedOnly() ? node.finalized() : node.best();
                time.learn(head);
                if (chain == null) {
                    load();
                } else {
                    chain.ledger().parameters(attribution());
                }
                if (orders.paused()) {
                    // The loop begins once it may store.
                    heads.best(Await.rpc(node.headers(List.of(head.hash()))).get(0));
                } else {
                    begin(head);
                }
                pulse.reached();
                return true;
            } catch (RpcException e) {
                long pause = retry.failed(clock.millis());
                errors.count(e);
                log.waitingForNode(e.getMessage(), Math.max(1, pause / 1000));
                pulse.waiting(e.getMessage(), pause);
                presenter.publish();
                inbox.await(pause);
                runTasks();
            }
        }
        return false;
    }

    private void load() {
        ForecastKeeper forecasts = new ForecastKeeper(store, log, clock);
        IdentityBook book = new IdentityBook(store.identityTable());
        Equivocations equivocations = new Equivocations(
                store,
                book::identity,
                key -> watches.own().ours().contains(key),
                key -> settings.labels().get(key),
                log);
        Ledger ledger = new Ledger(store, attribution(), equivocations, forecasts::applied);
        watches.own().begin(store.identityTable(), book, presenter::soon);
        Judge judge = new Judge(store, settings, book, watches.outages(), clock.millis(), errors, log);
        HeadChaser chaser = new HeadChaser(node, ledger, settings, log);
        IdentityKeeper identities =
                new IdentityKeeper(watches.identities(), book, ledger, log, presenter::soon, this::correct);
        HistoryFiller history = new HistoryFiller(settings, node, inbox, ledger, chaser, errors, log, blocks -> {
            progress.committed(ledger);
            identities.historyStored(blocks);
        });
        chain = new KnownChain(ledger, book, forecasts, judge, chaser, identities, history);
        log.opened(settings.chain(), ledger.blocks(), ledger.gapBlocks(settings.firstWanted()));
    }

    private Attribution attribution() {
        return new Attribution(engines, time.parameters());
    }

    private void begin(BlockRef head) {
        heads.best(Await.rpc(node.headers(List.of(head.hash()))).get(0));
        chain.chaser().begin(head, heads.bestSlot(), attribution());
        begun = true;
        progress.committed(chain.ledger());
        progress.confirmed();
        presenter.publish();
    }

    /** Does what is due; true if there is more to do at once. */
    private boolean step() {
        pulse.doing("what was asked of it");
        runTasks();
        long now = clock.millis();
        boolean more = false;
        if (orders.paused()) {
            if (heads.take()) {
                presenter.publish();
            }
        } else {
            pulse.doing(FOLLOWING);
            more = head(now);
            pulse.doing("backfilling");
            more |= begun && chain.history().fill(now);
            if (finality.due(heads.finalized(), chain.ledger())) {
                heads.dirty(true);
            }
        }
        pulse.doing("judging slots");
        more |= chain.judge()
                .step(now, chain.ledger(), chain.book().auraKeys(watches.own().ours()), time.parameters());
        if (presenter.due(now, chain.history().active())) {
            presenter.publish();
        }
        return more;
    }

    /** Takes over settings that changed, and shows what came of it. On the loop's thread. */
    void change(SyncSettings next) {
        settings.change(next);
        watches.own().changed();
        presenter.soon();
    }

    private void runTasks() {
        for (Runnable task = inbox.nextTask(); task != null; task = inbox.nextTask()) {
            task.run();
        }
    }

    private boolean head(long now) {
        heads.take();
        if (inbox.takeConnected()) {
            // What failed while the node was away need not wait any longer.
            headRetry.atOnce();
        }
        if (!heads.dirty() || !headRetry.due(now)) {
            return false;
        }
        try {
            Header target = heads.target();
            if (target != null) {
                if (!begun || chain.tip() == null) {
                    begin(new BlockRef(
                            target.number(),
                            Await.rpc(node.blockHashes(target.number(), 1))
                                    .get(0)
                                    .orElseThrow(() -> new RpcException(
                                            RpcException.Kind.UNKNOWN_BLOCK,
                                            "the node has no block " + target.number() + ", which it announced"))));
                }
                boolean more = chain.chaser().advance(target);
                progress.committed(chain.ledger());
                progress.confirmed();
                heads.dirty(more);
            } else {
                heads.dirty(false);
            }
            if (forks.record(chain.ledger()) > 0) {
                progress.committed(chain.ledger());
            }
            if (finality.mark(heads.finalized(), chain.ledger())) {
                progress.committed(chain.ledger());
            }
            headRetry.succeeded();
            errors.succeeded(FOLLOWING);
            SidechainStatus status = watches.node().state().status();
            chain.identities().headMoved(status, time.parameters().slots().orElse(null));
            if (time.learnMainchain(status)) {
                chain.ledger().parameters(attribution());
            }
            presenter.publish();
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
        // Blocks may all be stored, and what follows them not: forks, finality.
        heads.dirty(true);
        log.failed(FOLLOWING, e.getMessage(), headRetry.failed(now));
        presenter.publish();
    }

    private void correct(AuthoritySet state) {
        Tip tip = chain.tip();
        errors.count("set_mismatch");
        log.setMismatch(new BlockRef(tip.number(), tip.hash()));
        chain.ledger().correctTip(new Tip(tip.number(), tip.hash(), tip.slot(), state));
    }

    /** Whether all blocks wanted are stored, and what was asked about who made them is answered. */
    private boolean complete() {
        Header target = heads.target();
        return target != null
                && heads.finalized() != null
                && !heads.dirty()
                && chain.tip() != null
                && chain.tip().number() >= target.number()
                && chain.ledger().newestGap(settings.firstWanted()).isEmpty()
                && watches.identities().idle()
                && !inbox.taskWaiting();
    }
}

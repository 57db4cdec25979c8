package io.mvm.sync;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockHash;
import io.mvm.chain.BlockRef;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcException;
import io.mvm.rpc.SidechainStatus;
import io.mvm.validator.Candidates;
import io.mvm.validator.Committee;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Asks the node for committees and candidates beside the loop, so that slow answers never hold up a block. Results go back
 * to the loop's thread.
 */
final class IdentityScout implements AutoCloseable {
    private static final String CURRENT = "SessionValidatorManagementApi_get_current_committee";
    private static final String NEXT = "SessionValidatorManagementApi_get_next_committee";
    private static final byte[] NO_ARGUMENTS = {};
    /** Questions waiting at the most; older ones of a long backfill are not worth holding memory for. */
    private static final int QUEUE = 256;

    private final ChainNode node;
    private final HeadInbox inbox;
    private final BiConsumer<String, RuntimeException> failed;
    private final AtomicInteger open = new AtomicInteger();
    private final ExecutorService thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            task -> {
                Thread made = new Thread(task, "mvm-identities");
                made.setDaemon(true);
                return made;
            },
            // Too many wait, or it is closed: not asked.
            (task, pool) -> open.decrementAndGet());

    private volatile boolean historicStateGone;
    private volatile boolean noCommitteeApi;

    IdentityScout(ChainNode node, HeadInbox inbox, BiConsumer<String, RuntimeException> failed) {
        this.node = node;
        this.inbox = inbox;
        this.failed = failed;
    }

    /** The committees in the state after a block near the head: the current one, and the next or null if none is chosen yet. */
    void committees(BlockRef block, BiConsumer<Committee, Committee> found) {
        if (noCommitteeApi) {
            return;
        }
        ask("the committees", () -> {
            Optional<Committee> current = committee(block.hash());
            if (current.isPresent()) {
                Optional<Committee> next = functionOrEmpty(NEXT, block.hash()).flatMap(Committee::decodeOptional);
                inbox.post(() -> found.accept(current.get(), next.orElse(null)));
            }
        });
    }

    /** The committee at a block of history; asks no more once the node said that such state is pruned. */
    void historicCommittee(BlockHash block, Consumer<Committee> found, Runnable pruned) {
        if (historicStateGone || noCommitteeApi) {
            return;
        }
        ask("an old committee", () -> {
            if (historicStateGone) {
                return;
            }
            try {
                committee(block).ifPresent(c -> inbox.post(() -> found.accept(c)));
            } catch (RpcException e) {
                if (e.kind() != RpcException.Kind.STATE_DISCARDED) {
                    throw e;
                }
                historicStateGone = true;
                inbox.post(pruned);
            }
        });
    }

    /** The candidates of the mainchain epoch in progress; {@code again} is run where they could not be had. */
    void candidates(Consumer<Candidates> found, Runnable again) {
        ask("the candidates", () -> {
            try {
                Optional<SidechainStatus> status = node.sidechainStatus();
                status.flatMap(s -> node.candidates(s.mainchainEpoch()))
                        .ifPresent(c -> inbox.post(() -> found.accept(c)));
            } catch (RpcException e) {
                inbox.post(again);
                throw e;
            }
        });
    }

    /** Compares what headers announced with the state after a block. */
    void crossCheck(BlockRef block, AuthoritySet announced, Consumer<AuthoritySet> mismatch) {
        ask(
                "the authorities after " + block.number(),
                () -> new AuthorityAnchor(node, 1)
                        .fromState(block.hash())
                        .filter(state -> !state.equals(announced))
                        .ifPresent(state -> inbox.post(() -> mismatch.accept(state))));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private Optional<Committee> committee(BlockHash at) {
        Optional<byte[]> answer = functionOrEmpty(CURRENT, at);
        noCommitteeApi = answer.isEmpty();
        return answer.map(Committee::decode);
    }

    private Optional<byte[]> functionOrEmpty(String function, BlockHash at) {
        try {
            return Optional.of(node.runtimeCall(function, NO_ARGUMENTS, at));
        } catch (RpcException e) {
            if (e.kind() == RpcException.Kind.FUNCTION_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether every question asked so far has its answer, or none, with the loop. */
    boolean idle() {
        return open.get() == 0;
    }

    private void ask(String what, Runnable question) {
        open.incrementAndGet();
        thread.execute(() -> {
            try {
                question.run();
            } catch (RuntimeException e) {
                // An identity that could not be learnt now is asked for again with the next set or epoch.
                inbox.post(() -> failed.accept(what, e));
            } finally {
                open.decrementAndGet();
                inbox.wake();
            }
        });
    }
}

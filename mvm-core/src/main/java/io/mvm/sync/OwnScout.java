package io.mvm.sync;

import io.mvm.chain.SidechainKey;
import io.mvm.rpc.ChainNode;
import io.mvm.validator.Candidates;
import io.mvm.validator.DParameter;
import io.mvm.validator.KeyType;
import io.mvm.validator.LocalKeys;
import io.mvm.validator.NodeKeys;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks disk and node what concerns our own validators, beside the loop. Results go back to the loop's thread. A question that
 * failed is told to whoever asked, who asks again later.
 */
final class OwnScout implements AutoCloseable {
    private final ChainNode node;
    private final HeadInbox inbox;
    private final BiConsumer<String, RuntimeException> failed;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "mvm-own");
        made.setDaemon(true);
        return made;
    });

    OwnScout(ChainNode node, HeadInbox inbox, BiConsumer<String, RuntimeException> failed) {
        this.node = node;
        this.inbox = inbox;
        this.failed = failed;
    }

    /** URL of the endpoint that answers now; null if none does. Asks nobody. */
    String active() {
        return node.activeUrl();
    }

    /** The keys on this machine, as this reader finds them. */
    void localKeys(Supplier<List<LocalKeys>> reader, Consumer<List<LocalKeys>> found, Runnable again) {
        ask("the keys on this machine", () -> tell(found, reader.get()), again);
    }

    /** Candidates of the epochs after this one, as far as the node knows them yet. */
    void candidatesAfter(long mainchainEpoch, Consumer<List<Candidates>> found, Runnable again) {
        ask(
                "the candidates of later Cardano epochs",
                () -> tell(found, OwnQuestions.candidatesAfter(node, mainchainEpoch)),
                again);
    }

    /** The D-parameter as the chain's state has it; null where the node cannot tell. */
    void dParameter(Consumer<DParameter> found, Runnable again) {
        ask("the D-parameter", () -> tell(found, node.dParameter().orElse(null)), again);
    }

    /** Whether the node holds these keys; it must be an authority's node, as any other holds none. */
    void holds(Map<SidechainKey, Map<KeyType, String>> wanted, Consumer<NodeKeys> found, Runnable again) {
        ask("the keys in the node", () -> tell(found, OwnQuestions.held(node, wanted)), again);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private <T> void tell(Consumer<T> found, T answer) {
        inbox.post(() -> found.accept(answer));
    }

    private void ask(String what, Runnable question, Runnable again) {
        try {
            thread.execute(() -> {
                try {
                    question.run();
                } catch (RuntimeException e) {
                    inbox.post(() -> {
                        failed.accept(what, e);
                        again.run();
                    });
                }
            });
        } catch (RejectedExecutionException e) {
            // Closing: nobody waits for an answer.
            again.run();
        }
    }
}

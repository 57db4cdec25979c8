package io.mvm.sync;

import io.mvm.chain.SidechainKey;
import io.mvm.duty.JudgementRule;
import io.mvm.validator.LocalKeys;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The settings in force. They change on the loop's thread alone, between two of its steps, so that no step sees two of them;
 * every part asks here each time instead of keeping a copy. May be read by any thread.
 */
final class LiveSettings {
    private volatile SyncSettings now;

    LiveSettings(SyncSettings now) {
        this.now = now;
    }

    /** Takes over what may change while the chain is followed; what the stored blocks depend on stays. */
    void change(SyncSettings next) {
        now = new SyncSettings(
                now.chain(),
                now.startBlock(),
                next.batchSize(),
                next.concurrency(),
                now.finalizedOnly(),
                now.once(),
                next.ours(),
                next.labels(),
                next.judgement(),
                next.localKeys());
    }

    String chain() {
        return now.chain();
    }

    long startBlock() {
        return now.startBlock();
    }

    long firstWanted() {
        return now.firstWanted();
    }

    int batchSize() {
        return now.batchSize();
    }

    int concurrency() {
        return now.concurrency();
    }

    boolean finalizedOnly() {
        return now.finalizedOnly();
    }

    boolean once() {
        return now.once();
    }

    Set<SidechainKey> ours() {
        return now.ours();
    }

    Map<SidechainKey, String> labels() {
        return now.labels();
    }

    JudgementRule judgement() {
        return now.judgement();
    }

    Supplier<List<LocalKeys>> localKeys() {
        return now.localKeys();
    }
}

package io.mvm.sync;

import io.mvm.chain.BlockHash;
import io.mvm.chain.Header;
import io.mvm.chain.HeaderHash;
import io.mvm.rpc.FetchedBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Imported blocks that may turn out to have lost: kept until their height is passed by the chain that won. */
final class ForkWatch {
    /** More than a node imports between two heads, by far. */
    private static final int KEPT = 512;

    private final Map<BlockHash, Header> waiting = new LinkedHashMap<>();

    void imported(Header header) {
        waiting.put(HeaderHash.of(header), header);
        while (waiting.size() > KEPT) {
            waiting.remove(waiting.keySet().iterator().next());
        }
    }

    /** Records those whose height another block holds by now; returns how many. */
    int record(Ledger ledger) {
        Ledger.Run top = ledger.top();
        if (top == null || waiting.isEmpty()) {
            return 0;
        }
        List<Map.Entry<BlockHash, Header>> passed = new ArrayList<>();
        for (Map.Entry<BlockHash, Header> entry : waiting.entrySet()) {
            if (entry.getValue().number() <= top.tip().number()) {
                passed.add(entry);
            }
        }
        int recorded = 0;
        for (Map.Entry<BlockHash, Header> fork : passed) {
            Optional<BlockHash> canonical = ledger.hashAt(fork.getValue().number());
            if (canonical.isPresent() && !canonical.get().equals(fork.getKey())) {
                ledger.recordFork(
                        new FetchedBlock(fork.getKey(), fork.getValue(), FetchedBlock.UNCOUNTED, OptionalLong.empty()));
                recorded++;
            }
            waiting.remove(fork.getKey());
        }
        return recorded;
    }
}

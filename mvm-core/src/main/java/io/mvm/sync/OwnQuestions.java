package io.mvm.sync;

import io.mvm.chain.SidechainKey;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.NodeIdentity;
import io.mvm.rpc.RpcException;
import io.mvm.validator.Candidates;
import io.mvm.validator.KeyType;
import io.mvm.validator.NodeKeys;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is asked of a node for our own validators; each question blocks, and fails with an {@link RpcException}. */
public final class OwnQuestions {
    private static final int EPOCHS_AHEAD = 2;
    private static final String AUTHORITY = "authority";

    private OwnQuestions() {}

    /** Candidates of the two mainchain epochs after this one, as far as the node knows them yet. */
    public static List<Candidates> candidatesAfter(ChainNode node, long mainchainEpoch) {
        List<Candidates> ahead = new ArrayList<>();
        for (int i = 1; i <= EPOCHS_AHEAD; i++) {
            candidates(node, mainchainEpoch + i).ifPresent(ahead::add);
        }
        return List.copyOf(ahead);
    }

    private static Optional<Candidates> candidates(ChainNode node, long epoch) {
        try {
            return node.candidates(epoch);
        } catch (RpcException e) {
            if (e.retryable() && e.kind() != RpcException.Kind.INTERNAL) {
                throw e;
            }
            // Nodes fail inside, or refuse, for epochs that their db-sync does not reach yet.
            return Optional.empty();
        }
    }

    /**
     * Whether the node holds these keys. One that is no authority says nothing: it is not the validator's own.
     *
     * @param wanted keys as {@code 0x} hex, by validator and type
     */
    public static NodeKeys held(ChainNode node, Map<SidechainKey, Map<KeyType, String>> wanted) {
        NodeIdentity identity = node.identity();
        if (identity.roles() != null && identity.roles().stream().noneMatch(AUTHORITY::equalsIgnoreCase)) {
            return NodeKeys.UNKNOWN;
        }
        Map<SidechainKey, Map<KeyType, Boolean>> answers = new HashMap<>();
        for (Map.Entry<SidechainKey, Map<KeyType, String>> validator : wanted.entrySet()) {
            Map<KeyType, Boolean> types = new EnumMap<>(KeyType.class);
            for (Map.Entry<KeyType, String> key : validator.getValue().entrySet()) {
                if (!NodeKeys.worthAsking(key.getKey())) {
                    continue;
                }
                Optional<Boolean> held =
                        node.hasKey(key.getValue(), key.getKey().id());
                if (held.isEmpty()) {
                    return NodeKeys.UNKNOWN;
                }
                types.put(key.getKey(), held.get());
            }
            answers.put(validator.getKey(), types);
        }
        return new NodeKeys(answers);
    }
}

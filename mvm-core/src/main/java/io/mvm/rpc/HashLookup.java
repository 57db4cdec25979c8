package io.mvm.rpc;

import io.mvm.chain.BlockHash;
import io.mvm.rpc.Answers.Answer;
import io.mvm.rpc.Gate.Lane;
import io.mvm.rpc.RpcException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Canonical hashes of a range of heights: one call with a list where the endpoint takes lists, one call for each height
 * where it does not.
 */
final class HashLookup {
    private static final String METHOD = "chain_getBlockHash";

    private final long from;
    private final int count;
    private final Gathering<BlockHash, Optional<BlockHash>> oneByOne;

    HashLookup(long from, int count) {
        this.from = from;
        this.count = count;
        List<String> params = LongStream.range(from, from + count)
                .mapToObj(height -> "[" + height + "]")
                .toList();
        this.oneByOne = new Gathering<>(
                METHOD, params, Decoders::hash, (endpoint, index, answer) -> Optional.ofNullable(answer.value()));
    }

    CompletableFuture<List<Optional<BlockHash>>> run(Failover failover) {
        return failover.run(METHOD + " of " + count + " heights from " + from, this::ask);
    }

    private CompletableFuture<List<Optional<BlockHash>>> ask(Endpoint endpoint) {
        if (count == 1 || !endpoint.takesLists()) {
            return oneByOne.from(endpoint);
        }
        String params = LongStream.range(from, from + count)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", "[[", "]]"));
        return endpoint.call(METHOD, params, Decoders::hashesIfList, Lane.BULK)
                .thenCompose(answer -> use(endpoint, params, answer));
    }

    private CompletableFuture<List<Optional<BlockHash>>> use(
            Endpoint endpoint, String params, Answer<Optional<List<Optional<BlockHash>>>> answer) {
        ErrorObject error = answer.error();
        if (error != null) {
            Kind kind = error.kind();
            if (kind == Kind.BUSY) {
                throw endpoint.failure(METHOD, params, error, answer.id());
            }
            if (kind != Kind.TOO_LARGE) {
                endpoint.refusesLists();
            }
            return oneByOne.from(endpoint);
        }
        if (answer.value() == null || answer.value().isEmpty()) {
            endpoint.refusesLists();
            return oneByOne.from(endpoint);
        }
        List<Optional<BlockHash>> hashes = answer.value().get();
        if (hashes.size() != count) {
            throw endpoint.malformed(
                    METHOD, params, answer.id(), "the answer has " + hashes.size() + " hashes, expected " + count);
        }
        return CompletableFuture.completedFuture(hashes);
    }
}

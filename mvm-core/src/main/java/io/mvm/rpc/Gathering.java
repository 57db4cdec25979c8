package io.mvm.rpc;

import io.mvm.rpc.Answers.Answer;
import io.mvm.rpc.Gate.Lane;
import io.mvm.rpc.RpcException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Many calls of one method on their way to a complete list, over as many tries and endpoints as it takes: what one try
 * brought home is not asked for again. One try at a time.
 *
 * @param <T> what the decoder reads
 * @param <R> what the caller gets for each call, never null
 */
final class Gathering<T, R> {
    /** Turns one result into what the caller gets. */
    @FunctionalInterface
    interface Finish<T, R> {
        /**
         * Checks and converts one result.
         *
         * @param index of the call
         * @param answer its result, no error; its value is null if the result was {@code null}
         * @throws RpcException if the result will not do
         */
        R apply(Endpoint endpoint, int index, Answer<T> answer);
    }

    private final String method;
    private final List<String> params;
    private final Decoder<T> decoder;
    private final Finish<T, R> finish;
    private final Object[] results;
    private final RpcException[] failures;

    Gathering(String method, List<String> params, Decoder<T> decoder, Finish<T, R> finish) {
        this.method = method;
        this.params = params;
        this.decoder = decoder;
        this.finish = finish;
        this.results = new Object[params.size()];
        this.failures = new RpcException[params.size()];
    }

    /** Asks for all that is missing yet. Fails with the gravest failure if something still is afterwards. */
    CompletableFuture<List<R>> from(Endpoint endpoint) {
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            if (results[i] == null) {
                missing.add(i);
            }
        }
        Arrays.fill(failures, null);
        return send(endpoint, missing).thenApply(done -> collect());
    }

    private List<R> collect() {
        RpcException worst = null;
        for (RpcException failure : failures) {
            if (failure != null && (worst == null || (worst.retryable() && !failure.retryable()))) {
                worst = failure;
            }
        }
        if (worst != null) {
            throw worst;
        }
        List<R> list = new ArrayList<>(results.length);
        for (Object result : results) {
            @SuppressWarnings("unchecked") // Only take() writes there, and only an R.
            R typed = (R) result;
            list.add(typed);
        }
        return list;
    }

    private CompletableFuture<Void> send(Endpoint endpoint, List<Integer> indexes) {
        int limit = endpoint.batchLimit().get();
        if (indexes.size() == 1 || limit == 1) {
            return all(indexes.stream().map(index -> single(endpoint, index)).toList());
        }
        if (indexes.size() > limit) {
            List<CompletableFuture<Void>> parts = new ArrayList<>();
            for (int from = 0; from < indexes.size(); from += limit) {
                parts.add(send(endpoint, indexes.subList(from, Math.min(indexes.size(), from + limit))));
            }
            return all(parts);
        }
        return endpoint.batch(method, indexes.stream().map(params::get).toList(), decoder)
                .thenAccept(answers -> {
                    endpoint.batchLimit().answered(indexes.size());
                    for (int i = 0; i < answers.size(); i++) {
                        take(endpoint, indexes.get(i), answers.get(i));
                    }
                })
                .exceptionallyCompose(failure -> adapt(endpoint, indexes, failure));
    }

    /** Sends a failed batch in a form that the endpoint may like better, if there is one. */
    private CompletableFuture<Void> adapt(Endpoint endpoint, List<Integer> indexes, Throwable failure) {
        Throwable cause = HttpTransport.unwrap(failure);
        int size = indexes.size();
        if (cause instanceof Endpoint.BatchRejection rejection) {
            ErrorObject error = rejection.error();
            if (error.kind() == Kind.TOO_LARGE) {
                boolean tooLong = error.code() != null && error.code() == ErrorObject.BATCH_TOO_LONG;
                boolean lowered = tooLong
                        ? endpoint.batchLimit().tooLong(size)
                        : endpoint.batchLimit().tooManyBytes(size);
                return again(endpoint, indexes, lowered, endpoint.url().masked(error.shown()));
            }
            if (error.kind() == Kind.BUSY) {
                return CompletableFuture.failedFuture(
                        endpoint.counted(method, new RpcException(error.kind(), rejection.getMessage())));
            }
            if (endpoint.batchLimit().refused()) {
                RpcLog.batchesRefused(endpoint.url(), endpoint.url().masked(error.shown()));
            }
            return send(endpoint, indexes);
        }
        if (cause instanceof RpcException known && known.kind() == Kind.TOO_LARGE) {
            boolean lowered = endpoint.batchLimit().tooManyBytes(size);
            return again(endpoint, indexes, lowered, known.getMessage());
        }
        return CompletableFuture.failedFuture(cause);
    }

    private CompletableFuture<Void> again(Endpoint endpoint, List<Integer> indexes, boolean lowered, String reason) {
        if (lowered) {
            RpcLog.batchLimited(endpoint.url(), endpoint.batchLimit().get(), reason);
        }
        return send(endpoint, indexes);
    }

    private CompletableFuture<Void> single(Endpoint endpoint, int index) {
        return endpoint.call(method, params.get(index), decoder, Lane.BULK).thenAccept(answer -> {
            endpoint.batchLimit().answered(1);
            take(endpoint, index, answer);
        });
    }

    private void take(Endpoint endpoint, int index, Answer<T> answer) {
        if (answer.error() != null) {
            failures[index] = endpoint.failure(method, params.get(index), answer.error(), answer.id());
            return;
        }
        try {
            results[index] = finish.apply(endpoint, index, answer);
        } catch (RpcException e) {
            failures[index] = e;
        }
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> parts) {
        return parts.size() == 1 ? parts.get(0) : CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]));
    }
}

package io.mvm.rpc;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Collects a response body, and gives up as soon as it is larger than allowed. */
final class LimitedBody implements BodySubscriber<LimitedBody.Bytes> {
    /** Room made on the word of a Content-Length header; more only as bytes come in. */
    private static final long TRUSTED_LENGTH = 1 << 20;

    private static final int FIRST_ROOM = 1 << 12;

    /** The body is larger than allowed. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(long limit) {
            super("the answer has more than the " + limit + " bytes allowed");
        }
    }

    /** A body, in the first bytes of an array that may be longer. */
    static final class Bytes {
        private final byte[] array;
        private final int length;

        Bytes(byte[] array, int length) {
            this.array = array;
            this.length = length;
        }

        /** Not a copy. */
        byte[] array() {
            return array;
        }

        /** Bytes of the body. */
        int length() {
            return length;
        }
    }

    private final CompletableFuture<Bytes> result = new CompletableFuture<>();
    private final long limit;
    private byte[] array;
    private int length;
    private Flow.Subscription subscription;

    /**
     * @param limit largest body taken, in bytes
     * @param announced what Content-Length says, or negative
     */
    LimitedBody(long limit, long announced) {
        this.limit = Math.min(limit, Integer.MAX_VALUE - 64);
        this.array = new byte[(int) Math.max(FIRST_ROOM, Math.min(announced, Math.min(TRUSTED_LENGTH, this.limit)))];
    }

    @Override
    public CompletionStage<Bytes> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (result.isDone()) {
            return;
        }
        for (ByteBuffer buffer : buffers) {
            int more = buffer.remaining();
            if ((long) length + more > limit) {
                array = new byte[0];
                subscription.cancel();
                result.completeExceptionally(new TooLarge(limit));
                return;
            }
            if (length + more > array.length) {
                array = Arrays.copyOf(array, (int) Math.min(limit, Math.max(length + more, 2L * array.length)));
            }
            buffer.get(array, length, more);
            length += more;
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        result.complete(new Bytes(array, length));
    }
}

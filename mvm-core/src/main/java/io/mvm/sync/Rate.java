package io.mvm.sync;

import java.util.ArrayDeque;
import java.util.Deque;

/** Blocks stored a second, over the last ten seconds. */
final class Rate {
    private static final long WINDOW_NANOS = 10_000_000_000L;

    private final Deque<long[]> marks = new ArrayDeque<>();

    void mark(long nanos, long total) {
        marks.addLast(new long[] {nanos, total});
        while (marks.size() > 2 && nanos - marks.peekFirst()[0] > WINDOW_NANOS) {
            marks.removeFirst();
        }
    }

    /** Null until two marks lie apart. */
    Double perSecond(long nanos) {
        if (marks.isEmpty() || nanos <= marks.peekFirst()[0]) {
            return null;
        }
        return (marks.peekLast()[1] - marks.peekFirst()[1]) * 1e9 / (nanos - marks.peekFirst()[0]);
    }
}

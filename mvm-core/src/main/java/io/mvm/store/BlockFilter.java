package io.mvm.store;

import java.util.List;

/**
 * Which blocks to list.
 *
 * @param from lowest height; 0 for no bound
 * @param to highest height; {@link Long#MAX_VALUE} for no bound
 * @param author only blocks of this validator; null for all
 * @param limit blocks at the most
 * @param ascending oldest first; newest first if not
 */
public record BlockFilter(long from, long to, KnownValidator author, long limit, boolean ascending) {
    public BlockFilter {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("not a range of heights: " + from + " to " + to);
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + ", expected at least 1");
        }
    }

    /** The newest blocks. */
    public static BlockFilter newest(long limit) {
        return new BlockFilter(0, Long.MAX_VALUE, null, limit, false);
    }

    /** The newest blocks of one validator. */
    public static BlockFilter newestOf(KnownValidator author, long limit) {
        return new BlockFilter(0, Long.MAX_VALUE, author, limit, false);
    }

    List<Integer> authorIds() {
        return author == null ? List.of() : author.auraKeyIds();
    }
}

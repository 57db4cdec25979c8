package io.mvm.store;

import io.mvm.duty.Cause;
import java.util.List;

/**
 * Which slots without a canonical block are wanted.
 *
 * @param owners only theirs; null for everybody's
 * @param fromSlot the lowest slot
 * @param cause only with this verdict; null for any and none
 * @param judged only with a verdict
 * @param limit at the most
 */
public record MissFilter(List<KnownValidator> owners, long fromSlot, Cause cause, boolean judged, long limit) {
    public MissFilter {
        owners = owners == null ? null : List.copyOf(owners);
        if (limit < 0) {
            throw new IllegalArgumentException("the limit is " + limit + ", expected 0 or more");
        }
    }
}

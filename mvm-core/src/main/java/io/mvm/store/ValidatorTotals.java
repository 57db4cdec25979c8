package io.mvm.store;

import io.mvm.duty.Judged;
import io.mvm.duty.Tally;

/**
 * A validator's slots over the whole database.
 *
 * @param validator who
 * @param tally its slots by outcome, over all of its Aura keys
 * @param judged those of them that are judged, by verdict
 * @param equivocations slots for which it signed several blocks
 * @param lastNumber height of its newest canonical block; null if none is stored
 * @param lastTimestampMs Unix ms of that block; null if none is stored or its time is unknown
 */
public record ValidatorTotals(
        KnownValidator validator,
        Tally tally,
        Judged judged,
        EquivocationCount equivocations,
        Long lastNumber,
        Long lastTimestampMs) {}

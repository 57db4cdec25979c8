package io.mvm.duty;

import io.mvm.chain.AuraKey;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * What excuses or explains a miss of ours. Says nothing about others: of their nodes and plans nothing is known.
 *
 * @param ours whether a key is one of ours
 * @param maintenance whether a slot began within a maintenance window
 * @param outage whether a slot began while no node of ours was fit
 */
public record Circumstances(Predicate<AuraKey> ours, LongPredicate maintenance, LongPredicate outage) {
    /** Nobody is ours, nothing was announced, nothing failed. */
    public static final Circumstances NONE = new Circumstances(key -> false, slot -> false, slot -> false);
}

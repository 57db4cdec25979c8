package io.mvm.duty;

/** What became of an owed slot. Every owed slot has exactly one outcome. */
public enum Outcome {
    /** A canonical block was authored in it. */
    PRODUCED,
    /** No block is known in it. */
    MISSED,
    /** Its owner authored a block that is not canonical, and no canonical block is in it. */
    ORPHANED
}

package io.mvm.jmx;

/** What may be done with an attribute's values over time. */
public enum Kind {
    /** A number that goes up and down; booleans are 1 or 0. */
    GAUGE,
    /** A number that only grows, save for what a reorg takes back. */
    COUNTER,
    /** A word or text: no series of its own, but maybe a label of its bean's info metric. */
    INFO
}

package io.mvm.daemon.operation;

/**
 * What was found and begun when blocks were asked for.
 *
 * @param from lowest height asked for
 * @param to highest height asked for
 * @param missing how many of them were not stored then; they are fetched next, newest gap first
 */
public record BackfillReport(long from, long to, long missing) {}

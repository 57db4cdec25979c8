package io.mvm.store;

/**
 * One change in a validator's standing.
 *
 * @param atMs when MVM saw it
 * @param what {@code registration}, {@code committee}, {@code seats}, {@code next_seats} or {@code keys}
 * @param before value until then; null the first time
 * @param after value from then on
 */
public record StatusChange(long atMs, String what, String before, String after) {}

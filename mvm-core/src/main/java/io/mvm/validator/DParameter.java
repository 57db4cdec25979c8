package io.mvm.validator;

/**
 * How many seats go to which kind of candidate. A group without valid candidates leaves its seats to the other.
 *
 * @param permissionedSeats P
 * @param registeredSeats R
 */
public record DParameter(int permissionedSeats, int registeredSeats) {}

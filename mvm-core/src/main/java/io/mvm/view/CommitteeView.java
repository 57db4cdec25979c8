package io.mvm.view;

/**
 * The committee that owns the slots after the head.
 *
 * @param size seats
 * @param members distinct members
 * @param permissionedSeats seats of permissioned members; null while identities are unknown
 * @param registeredSeats seats of registered members; null while identities are unknown
 */
public record CommitteeView(int size, int members, Integer permissionedSeats, Integer registeredSeats) {}

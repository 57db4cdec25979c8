package io.mvm.view;

/**
 * The committee that owns the slots after the head.
 *
 * @param size seats
 * @param members distinct members
 * @param permissionedSeats seats of permissioned members; null while identities are unknown
 * @param registeredSeats seats of registered members; null while identities are unknown
 * @param nextSize seats in the next committee; null while it is not chosen or unknown
 * @param nextMembers distinct members of the next committee; null as above
 * @param permissionedParameter P of the D-parameter in effect: seats meant for permissioned candidates; null if unknown
 * @param registeredParameter R of it: seats meant for registered candidates; null if unknown
 */
public record CommitteeView(
        int size,
        int members,
        Integer permissionedSeats,
        Integer registeredSeats,
        Integer nextSize,
        Integer nextMembers,
        Integer permissionedParameter,
        Integer registeredParameter) {}

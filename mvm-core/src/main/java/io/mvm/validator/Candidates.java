package io.mvm.validator;

import java.util.List;

/**
 * All candidate entries of one mainchain epoch.
 *
 * @param mainchainEpoch the Cardano epoch asked for
 * @param permissionedSeats P of the D-parameter: seats for the permissioned list
 * @param registeredSeats R of the D-parameter: seats for registered stake-pool operators
 * @param entries permissioned entries first, then registrations in the node's order
 */
public record Candidates(long mainchainEpoch, int permissionedSeats, int registeredSeats, List<Candidate> entries) {
    public Candidates {
        entries = List.copyOf(entries);
    }
}

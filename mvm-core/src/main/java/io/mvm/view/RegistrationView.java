package io.mvm.view;

import java.util.List;

/**
 * A validator's standing among the candidates.
 *
 * @param mainchainEpoch Cardano epoch of the entries
 * @param entries all entries of its key in that epoch, the valid ones first
 * @param pending its entries in the next two mainchain epochs, as far as the node tells them
 * @param stakeShare its share of the stake of all valid registered candidates, 0 to 1; null unless it is a valid registered one
 * @param expectedSeats seats that its stake gives on average; null unless it is a valid registered one
 * @param note what an operator should know, such as that registered candidates get no seats; null if nothing
 */
public record RegistrationView(
        long mainchainEpoch,
        List<Entry> entries,
        List<Entry> pending,
        Double stakeShare,
        Double expectedSeats,
        String note) {
    public RegistrationView {
        entries = List.copyOf(entries);
        pending = List.copyOf(pending);
    }

    /**
     * One candidate entry.
     *
     * @param mainchainEpoch epoch in which it is seen
     * @param kind {@code permissioned} or {@code registered}
     * @param valid whether it is fit for selection
     * @param reasons why not, as the node's JSON text; empty when valid
     * @param stakeLovelace stake; null if unknown or permissioned
     * @param auraKey its Aura key; null if it gives none
     * @param grandpaKey its GRANDPA key; null if it gives none
     */
    public record Entry(
            long mainchainEpoch,
            String kind,
            boolean valid,
            String reasons,
            Long stakeLovelace,
            String auraKey,
            String grandpaKey) {}
}

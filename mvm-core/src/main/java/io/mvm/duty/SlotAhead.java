package io.mvm.duty;

import io.mvm.chain.consensus.Seat;

/**
 * A slot ahead, and who will owe it.
 *
 * @param slot the slot
 * @param seat the seat that owns it
 * @param next whether the seat is one of the next committee
 * @param firm whether it holds whatever blocks come; else it holds if the boundary's slots are produced
 * @param atBoundary whether one or two missed slots at the boundary would leave it to the old committee
 */
public record SlotAhead(long slot, Seat seat, boolean next, boolean firm, boolean atBoundary) {}

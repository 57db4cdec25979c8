/**
 * Who may author a slot, read from digests: one {@link io.mvm.chain.consensus.ConsensusEngine} for each way of block
 * production, chosen block by block from the header itself. Pure: no clock, no network, no store.
 */
package io.mvm.chain.consensus;

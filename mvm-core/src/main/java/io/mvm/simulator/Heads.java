package io.mvm.simulator;

/**
 * Where a chain is at one moment.
 *
 * @param best head of the longest branch; of two equally long ones the one that came first
 * @param finalized the last block that can no longer be dropped
 * @param announced how many blocks were made until now, forks included
 */
public record Heads(SimulatedBlock best, SimulatedBlock finalized, int announced) {}

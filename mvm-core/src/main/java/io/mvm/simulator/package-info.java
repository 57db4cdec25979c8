/**
 * An embedded network: a chain with committees, misses, forks and finality, and nodes that serve it over real HTTP and
 * WebSocket sockets. It is for the demo, for tests and for benchmarks, and says the truth about itself
 * ({@link io.mvm.simulator.Truth}). Owners of slots are worked out here a second time, on purpose without the rooms that the
 * monitor itself uses, so that a mistake there cannot hide in both.
 */
package io.mvm.simulator;

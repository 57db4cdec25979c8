package io.mvm.rpc;

/**
 * Answer of {@code system_health}.
 *
 * @param peers connected peers
 * @param syncing in major sync: its target is far ahead
 * @param shouldHavePeers false on development chains, where no peers is fine
 */
public record NodeHealth(int peers, boolean syncing, boolean shouldHavePeers) {}

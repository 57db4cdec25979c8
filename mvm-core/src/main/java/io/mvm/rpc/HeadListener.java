package io.mvm.rpc;

import io.mvm.chain.Header;

/**
 * Told of heads as the active endpoint announces them, by subscription or by polling. Called on one thread at a time; must
 * not block. Heads may repeat a height, go back after a reorg, and skip heights: they are a reason to look, not a log.
 */
public interface HeadListener {
    /** A new best head. */
    void best(Header header);

    /** A new finalized head. */
    void finalized(Header header);

    /** Any imported block, forks included; only where the node offers that subscription. */
    void imported(Header header);

    /** The stream was (re-)established or switched to another endpoint: what came between may have been lost. */
    void connected(String url);

    /** The stream broke; polling or a reconnect follows by itself. */
    void disconnected(String url, String reason);
}

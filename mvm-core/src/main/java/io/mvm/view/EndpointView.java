package io.mvm.view;

/**
 * One configured RPC endpoint.
 *
 * @param url without user information
 * @param up whether its last health check succeeded
 * @param active whether calls go to it now
 * @param blockHeight best block it told; null if never told
 * @param heightSinceMs when it first told that height; null if it never told one
 * @param agrees whether its block at a finalized height is that of the active endpoint; null if not compared
 * @param lastError why it is not up; null while it is
 */
public record EndpointView(
        String url,
        boolean up,
        boolean active,
        Long blockHeight,
        Long heightSinceMs,
        Boolean agrees,
        String lastError) {}

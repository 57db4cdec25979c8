package io.mvm.rpc;

/**
 * How one configured URL fares.
 *
 * @param url as configured, without user information
 * @param up whether the last health check or call reached it
 * @param active whether calls go to it now
 * @param height best block it last told; null if never told
 * @param heightSinceMs when it first told that height; null if it never told one
 * @param agrees whether its block at a finalized height is that of the active endpoint; null if not compared
 * @param lastError the last failure's message; null if there was none since it was last up
 */
public record EndpointStatus(
        String url, boolean up, boolean active, Long height, Long heightSinceMs, Boolean agrees, String lastError) {}

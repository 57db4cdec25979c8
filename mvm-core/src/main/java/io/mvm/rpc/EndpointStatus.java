package io.mvm.rpc;

/**
 * How one configured URL fares.
 *
 * @param url as configured, without user information
 * @param up whether the last health check or call reached it
 * @param active whether calls go to it now
 * @param height best block it last told; null if never told
 * @param lastError the last failure's message; null if there was none since it was last up
 */
public record EndpointStatus(String url, boolean up, boolean active, Long height, String lastError) {}

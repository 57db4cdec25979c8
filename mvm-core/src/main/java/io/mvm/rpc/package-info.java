/**
 * The node's protocol: JSON-RPC over HTTP and WebSocket, batches, subscriptions, several endpoints and fail-over. Hex and
 * JSON end at this wall: everything that leaves the room is typed. Knows neither store nor sync.
 */
package io.mvm.rpc;

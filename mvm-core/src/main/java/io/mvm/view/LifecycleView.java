package io.mvm.view;

/**
 * Where the process is in its life.
 *
 * @param state {@code init}, {@code starting}, {@code running}, {@code reloading}, {@code degraded}, {@code reconnecting},
 *     {@code stopping} or {@code stopped}
 * @param sinceMs when it came into that state
 * @param reason why, for people
 * @param paused whether an operator has paused syncing
 */
public record LifecycleView(String state, long sinceMs, String reason, boolean paused) {}

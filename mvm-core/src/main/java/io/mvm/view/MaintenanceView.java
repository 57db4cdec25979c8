package io.mvm.view;

/**
 * The maintenance window in progress.
 *
 * @param fromMs its start
 * @param untilMs its end, unless it is ended before
 * @param reason the operator's words
 */
public record MaintenanceView(long fromMs, long untilMs, String reason) {}

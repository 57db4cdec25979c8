package io.mvm.view;

/**
 * One thing that is not as it should be.
 *
 * @param level {@code degraded} or {@code critical}
 * @param subject {@code keys}, {@code registration} or {@code votes}
 * @param text what, with which value, what was expected
 */
public record FindingView(String level, String subject, String text) {}

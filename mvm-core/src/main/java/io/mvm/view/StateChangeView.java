package io.mvm.view;

/**
 * One change of the process's state.
 *
 * @param from the state it left
 * @param to the state it came into
 * @param reason why, for people; may be empty
 * @param atMs when
 * @param afterMs how long it had been in the former state
 */
public record StateChangeView(String from, String to, String reason, long atMs, long afterMs) {}

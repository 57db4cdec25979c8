package io.mvm.view;

/**
 * The process itself, whatever chains it follows.
 *
 * @param process what it is
 * @param lifecycle where it is in its life
 * @param reload how reading its configuration anew has gone
 */
public record DaemonView(ProcessView process, LifecycleView lifecycle, ReloadView reload) {}

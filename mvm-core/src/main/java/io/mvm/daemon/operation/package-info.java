/** What can be asked of a running daemon, and what it answers: the same for the control socket and for MBeans. */
package io.mvm.daemon.operation;

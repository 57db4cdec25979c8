/** The socket by which {@code mvm ctl} talks to the daemon, and both who listen and who call there. See docs/control.md. */
package io.mvm.daemon.control;

/** The socket by which {@code mvm ctl} talks to the daemon. */
package io.mvm.daemon.control;

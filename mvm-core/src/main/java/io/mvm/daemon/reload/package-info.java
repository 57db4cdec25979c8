/** Reading the configuration anew while the daemon runs. */
package io.mvm.daemon.reload;

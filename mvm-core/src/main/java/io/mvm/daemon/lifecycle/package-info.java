/** The states the process goes through, and what watches that nothing has stopped moving. */
package io.mvm.daemon.lifecycle;

/** The running process: puts node client, database, loop and MBeans together, and ends them in order. */
package io.mvm.daemon;

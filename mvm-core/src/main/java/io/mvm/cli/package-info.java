/** The command line: commands, what they print, and how the process logs and ends. */
package io.mvm.cli;

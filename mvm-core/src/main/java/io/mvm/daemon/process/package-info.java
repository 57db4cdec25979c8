/** What a daemon has to do with its system: its process id's file, its state's file, its service manager. */
package io.mvm.daemon.process;

/** The list of what the program has, and which build it is. */
package io.mvm;

/** Public keys on this machine: names of the files in a keystore, and files with public keys. Never what a key file holds. */
package io.mvm.keys;

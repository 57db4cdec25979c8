/** SCALE, the byte encoding of Substrate: only what a monitor reads, and blake2b, with which it hashes. */
package io.mvm.chain.scale;

/** Slot, time, sidechain epoch and Cardano epoch, from the chain's own parameters. Pure. */
package io.mvm.epoch;

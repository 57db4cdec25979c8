/**
 * Settings: keys, where each value came from, and everything that is wrong with them at once. {@link
 * io.mvm.config.ConfigLoader} reads command line, environment, file and defaults into one {@link io.mvm.config.MvmConfig} of
 * plain values. May be used by every room and knows none.
 */
package io.mvm.config;

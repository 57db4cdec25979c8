/**
 * The immutable {@link io.mvm.view.Snapshot} that everything outside reads: MBeans, and by them metrics and pages. Null means
 * unknown, everywhere; times are Unix milliseconds.
 */
package io.mvm.view;

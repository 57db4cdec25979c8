/**
 * The one loop that knows node and store: follows the head, backfills history, undoes reorgs, and publishes a
 * {@link io.mvm.view.Snapshot} after each commit. All of its state belongs to one thread.
 */
package io.mvm.sync;

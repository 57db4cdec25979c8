/** Owed, produced, missed and orphaned slots, worked out from consecutive headers. Pure. */
package io.mvm.duty;

/** The chain's values, checked at birth. Uses the JDK alone, and no other room. */
package io.mvm.chain;

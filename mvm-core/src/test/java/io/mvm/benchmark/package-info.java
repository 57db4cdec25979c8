/** Measured runs, started by hand or by {@code docs/benchmarks.md}'s commands; none of them is a test. */
package io.mvm.benchmark;

/**
 * The only room with SQL: one SQLite file, its migrations, the single writer and the read-only queries. Knows neither the
 * node nor the loop that feeds it.
 */
package io.mvm.store;

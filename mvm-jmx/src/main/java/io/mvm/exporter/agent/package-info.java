/**
 * The Java agent: reads its argument or waits for the monitor's Config bean, then serves. It never ends, delays or breaks the program
 * it runs in; what goes wrong is one line on standard error.
 */
package io.mvm.exporter.agent;

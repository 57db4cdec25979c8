/**
 * MBeans become metric families here, and families become the bytes that are served. Reads JMX alone and knows no class of the
 * monitor's core, so that the same code works inside any JVM.
 */
package io.mvm.exporter.metrics;

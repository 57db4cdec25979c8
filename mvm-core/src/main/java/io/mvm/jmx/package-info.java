/**
 * The snapshot as MBeans of domain {@code mvm}. {@link io.mvm.jmx.MBeanPublisher} registers them; the {@code *MXBean} interfaces
 * say what each attribute means, and descriptors, documentation and metrics are made from what they say. A null attribute is
 * unknown. Knows the snapshot alone: no node, no database.
 */
package io.mvm.jmx;

package io.mvm.exporter.http;

import io.mvm.exporter.metrics.BeanNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;

/** The few facts that health and landing page tell, read from the beans when asked. Null is unknown. */
final class ChainFacts {
    private final MBeanServer server;

    /** One chain. */
    record Chain(String name, Number head, Number stored, Number lastSuccessSeconds) {}

    /** One of our validators, with its slots over the whole database. */
    record Ours(String name, String key, Number owed, Number produced, Number missed, Number orphaned, Number seats) {}

    ChainFacts(MBeanServer server) {
        this.server = server;
    }

    /** Version of the monitor in this JVM; null if it is another program. */
    String version() {
        return attribute(BeanNames.DAEMON, "Version") instanceof String version ? version : null;
    }

    /** All chains followed, by name. */
    List<Chain> chains() {
        List<Chain> chains = new ArrayList<>();
        for (ObjectName sync : server.queryNames(BeanNames.SYNCS, null)) {
            String chain = BeanNames.property(sync, "chain");
            Number head = null;
            for (ObjectName node : server.queryNames(BeanNames.NODES, null)) {
                if (chain != null && chain.equals(BeanNames.property(node, "chain"))) {
                    head = number(node, "BlockHeight");
                }
            }
            chains.add(new Chain(chain, head, number(sync, "LastBlock"), number(sync, "LastSuccessTimestampSeconds")));
        }
        chains.sort(Comparator.comparing(Chain::name, Comparator.nullsFirst(Comparator.naturalOrder())));
        return chains;
    }

    /** Our validators on all chains, by name. */
    List<Ours> ours() {
        List<Ours> ours = new ArrayList<>();
        for (ObjectName bean : server.queryNames(BeanNames.VALIDATORS, null)) {
            if (Boolean.TRUE.equals(attribute(bean, "Ours"))) {
                String key = BeanNames.property(bean, "validator");
                ours.add(new Ours(
                        attribute(bean, "Label") instanceof String label ? label : key,
                        key,
                        number(bean, "SlotsOwed"),
                        number(bean, "Blocks"),
                        number(bean, "SlotsMissed"),
                        number(bean, "SlotsOrphaned"),
                        number(bean, "CommitteeSeats")));
            }
        }
        ours.sort(Comparator.comparing(Ours::name, Comparator.nullsFirst(Comparator.naturalOrder())));
        return ours;
    }

    private Number number(ObjectName bean, String attribute) {
        return attribute(bean, attribute) instanceof Number number ? number : null;
    }

    private Object attribute(ObjectName bean, String attribute) {
        try {
            return server.getAttribute(bean, attribute);
        } catch (JMException | RuntimeMBeanException e) {
            return null; // not there or broken: unknown to the reader of a page
        }
    }
}

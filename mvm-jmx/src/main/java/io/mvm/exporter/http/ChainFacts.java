package io.mvm.exporter.http;

import io.mvm.exporter.metrics.BeanNames;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;

/** The few facts that health and landing page tell, read from the beans when asked. Null is unknown. */
final class ChainFacts {
    private final MBeanServer server;

    /**
     * One chain.
     *
     * @param maintenance the window in progress, as {@code until <time>: <reason>}; null if there is none
     */
    record Chain(
            String name, Number head, Number stored, Number lastSuccessSeconds, String condition, String maintenance) {}

    /**
     * The process.
     *
     * @param state where it is in its life
     * @param reason why; null if there is nothing to say
     * @param sinceSeconds since when
     * @param hung what hangs, if the loop that follows the chain does; else null
     */
    record Life(String state, String reason, Number sinceSeconds, String hung) {
        /** In words, such as {@code degraded since 12:00:04 UTC: syncing is paused}. */
        String inWords() {
            return state
                    + (sinceSeconds == null
                            ? ""
                            : " since " + TIME.format(Instant.ofEpochSecond(sinceSeconds.longValue())))
                    + (reason == null ? "" : ": " + reason);
        }
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /**
     * One of our validators.
     *
     * @param name its label, else its key
     * @param owed over the whole database, as are the next three
     * @param seats in the committee in force
     * @param nextSeats in the next committee
     * @param nextSlotSeconds start of the next slot owed
     * @param knownUntilSeconds up to when owed slots are known
     * @param findings what is not as it should be, the worst first
     */
    record Ours(
            String name,
            String key,
            Number owed,
            Number produced,
            Number missed,
            Number orphaned,
            Number seats,
            Number nextSeats,
            Number nextSlotSeconds,
            Number knownUntilSeconds,
            List<String> findings) {}

    ChainFacts(MBeanServer server) {
        this.server = server;
    }

    /** Version of the monitor in this JVM; null if it is another program. */
    String version() {
        return text(BeanNames.DAEMON, "Version");
    }

    /** The monitor in this JVM; null if it is another program. */
    Life life() {
        String state = text(BeanNames.DAEMON, "State");
        if (state == null) {
            return null;
        }
        String reason = text(BeanNames.DAEMON, "StateReason");
        boolean hung = Boolean.TRUE.equals(attribute(BeanNames.DAEMON, "LoopHung"));
        return new Life(
                state,
                reason == null || reason.isEmpty() ? null : reason,
                number(BeanNames.DAEMON, "StateSinceSeconds"),
                hung ? text(BeanNames.DAEMON, "Stalled") : null);
    }

    /** All chains followed, by name. */
    List<Chain> chains() {
        List<Chain> chains = new ArrayList<>();
        for (ObjectName sync : server.queryNames(BeanNames.SYNCS, null)) {
            String chain = BeanNames.property(sync, "chain");
            Number head = null;
            String condition = null;
            String maintenance = null;
            for (ObjectName node : server.queryNames(BeanNames.NODES, null)) {
                if (chain != null && chain.equals(BeanNames.property(node, "chain"))) {
                    head = number(node, "BlockHeight");
                    condition = text(node, "Condition");
                    maintenance = maintenance(node);
                }
            }
            chains.add(new Chain(
                    chain,
                    head,
                    number(sync, "LastBlock"),
                    number(sync, "LastSuccessTimestampSeconds"),
                    condition,
                    maintenance));
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
                        text(bean, "Label") == null ? key : text(bean, "Label"),
                        key,
                        number(bean, "SlotsOwed"),
                        number(bean, "Blocks"),
                        number(bean, "SlotsMissed"),
                        number(bean, "SlotsOrphaned"),
                        number(bean, "CommitteeSeats"),
                        number(bean, "NextCommitteeSeats"),
                        number(bean, "NextSlotTimestampSeconds"),
                        number(bean, "ScheduleKnownUntilTimestampSeconds"),
                        attribute(bean, "Findings") instanceof String[] findings ? List.of(findings) : List.of()));
            }
        }
        ours.sort(Comparator.comparing(Ours::name, Comparator.nullsFirst(Comparator.naturalOrder())));
        return ours;
    }

    private String maintenance(ObjectName node) {
        Number until = number(node, "MaintenanceUntilTimestampSeconds");
        if (!Boolean.TRUE.equals(attribute(node, "MaintenanceActive")) || until == null) {
            return null;
        }
        String reason = text(node, "MaintenanceReason");
        return "until " + TIME.format(Instant.ofEpochSecond(until.longValue()))
                + (reason == null || reason.isEmpty() ? "" : ": " + reason);
    }

    private Number number(ObjectName bean, String attribute) {
        return attribute(bean, attribute) instanceof Number number ? number : null;
    }

    private String text(ObjectName bean, String attribute) {
        return attribute(bean, attribute) instanceof String text ? text : null;
    }

    private Object attribute(ObjectName bean, String attribute) {
        try {
            return server.getAttribute(bean, attribute);
        } catch (JMException | RuntimeMBeanException e) {
            return null; // not there or broken: unknown to the reader of a page
        }
    }
}

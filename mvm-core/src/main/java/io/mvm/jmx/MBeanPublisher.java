package io.mvm.jmx;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.jmx.JmxReporter;
import io.mvm.view.DaemonView;
import io.mvm.view.Snapshot;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.Notification;

/**
 * Registers the MBeans of the process and of its chains, keeps them in step with the snapshots, and takes them away again.
 *
 * <pre>{@code
 * try (MBeanPublisher beans = new MBeanPublisher(ManagementFactory.getPlatformMBeanServer(), clock, actions)) {
 *     beans.publishMetrics(SharedMetricRegistries.getOrCreate("mvm"));
 *     beans.publishChain("midnight", latest::get);
 *     beans.publishDaemon(() -> daemon, () -> exporter);
 *     ...
 *     beans.onSnapshot("midnight"); // after each new snapshot
 * }
 * }</pre>
 *
 * <p>A bean that cannot be registered is logged once and left out; no method throws for what happens to a bean. Methods may be
 * called by any thread; they wait for one another. Attributes are read without waiting for anybody.
 */
public final class MBeanPublisher implements AutoCloseable {
    /** Type of the notification the Daemon bean sends after each snapshot. */
    public static final String SNAPSHOT = "mvm.snapshot";

    private static final BeanType<ConfigMXBean> CONFIG = BeanType.of(ConfigMXBean.class);
    private static final BeanType<DaemonMXBean> DAEMON = BeanType.of(
            DaemonMXBean.class,
            new MBeanNotificationInfo(
                    new String[] {SNAPSHOT},
                    Notification.class.getName(),
                    "A new snapshot is shown; user data is the chain, sequence number the snapshot's."));

    private final MBeanServer server;
    private final Clock clock;
    private final DaemonActions actions;
    private final Registry registry;
    private final List<ChainBeans> chains = new CopyOnWriteArrayList<>();
    private final List<JmxReporter> reporters = new ArrayList<>();
    private NotifyingBean<DaemonMXBean> daemon;
    private boolean closed;

    /**
     * Registers nothing yet.
     *
     * @param clock tells how far an epoch has gone when somebody reads it
     * @param actions what operations do; called by any thread
     */
    public MBeanPublisher(MBeanServer server, Clock clock, DaemonActions actions) {
        this.server = server;
        this.clock = clock;
        this.actions = actions;
        this.registry = new Registry(server);
    }

    /**
     * Registers the beans of the process. An exporter that waits for them begins to serve, so call this once chains are published.
     *
     * @param view what the process says of itself now; called often and by any thread
     * @param exporter what the exporter is told now; called often and by any thread
     */
    public synchronized void publishDaemon(Supplier<DaemonView> view, Supplier<ExporterSettings> exporter) {
        if (closed) {
            return;
        }
        daemon = new NotifyingBean<>(DAEMON, () -> new ProcessBeans.Daemon(view.get(), sequences(), actions));
        registry.add(ObjectNames.daemon(), daemon);
        registry.add(
                ObjectNames.config(),
                new SnapshotBean<>(
                        CONFIG,
                        () -> new ProcessBeans.Config(exporter.get(), view.get().reload())));
    }

    /**
     * Registers the beans of a chain; everything is unknown until there is a snapshot.
     *
     * @param snapshots the newest snapshot, or null while there is none; called often and by any thread
     */
    public synchronized void publishChain(String chain, Supplier<Snapshot> snapshots) {
        if (closed) {
            return;
        }
        ChainBeans beans = new ChainBeans(chain, snapshots, clock, actions, registry);
        chains.add(beans);
        beans.refresh();
    }

    /** Shows timers, meters and counters in domain {@link ObjectNames#METRICS_DOMAIN}. */
    public synchronized void publishMetrics(MetricRegistry metrics) {
        if (closed) {
            return;
        }
        JmxReporter reporter = JmxReporter.forRegistry(metrics)
                .registerWith(server)
                .inDomain(ObjectNames.METRICS_DOMAIN)
                .build();
        reporter.start();
        reporters.add(reporter);
    }

    /**
     * Brings validators and endpoints in step with the newest snapshot of a chain, then sends {@link #SNAPSHOT}. Does nothing for
     * a chain that is not published.
     */
    public synchronized void onSnapshot(String chain) {
        for (ChainBeans beans : chains) {
            if (beans.chain().equals(chain)) {
                beans.refresh();
                tell(beans);
            }
        }
    }

    private void tell(ChainBeans beans) {
        Long sequence = beans.sequence();
        if (daemon == null || sequence == null) {
            return;
        }
        Notification notification = new Notification(SNAPSHOT, ObjectNames.daemon(), sequence, clock.millis());
        notification.setUserData(beans.chain());
        daemon.send(notification);
    }

    private Map<String, Long> sequences() {
        Map<String, Long> sequences = new TreeMap<>();
        for (ChainBeans beans : chains) {
            Long sequence = beans.sequence();
            if (sequence != null) {
                sequences.put(beans.chain(), sequence);
            }
        }
        return sequences;
    }

    /** How many beans are registered, those of {@link #publishMetrics} not counted. */
    public synchronized int size() {
        return registry.size();
    }

    /** Unregisters everything this publisher registered; further calls do nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        reporters.forEach(JmxReporter::close);
        reporters.clear();
        registry.clear();
        chains.clear();
    }
}

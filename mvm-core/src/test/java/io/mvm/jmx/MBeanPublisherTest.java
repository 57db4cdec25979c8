package io.mvm.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import io.mvm.view.FindingView;
import io.mvm.view.MaintenanceView;
import io.mvm.view.OwnView;
import io.mvm.view.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MBeanPublisherTest {
    private static final String URL = "wss://user.example:443/path?key=a,b*c";
    private static final Clock HALF_WAY = Clock.fixed(Instant.ofEpochMilli(1_763_703_600_000L), ZoneOffset.UTC);

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final AtomicReference<Snapshot> latest = new AtomicReference<>();
    private final MBeanPublisher publisher = new MBeanPublisher(server, HALF_WAY, new RecordedActions());

    @AfterEach
    void close() {
        publisher.close();
    }

    private void publish(Snapshot snapshot) {
        latest.set(snapshot);
        publisher.onSnapshot("midnight");
    }

    private Set<ObjectName> names(String pattern) throws Exception {
        return server.queryNames(new ObjectName(pattern), null);
    }

    @Test
    void showsEverythingAsUnknownUntilThereIsASnapshot() throws Exception {
        publisher.publishChain("midnight", latest::get);
        NodeMXBean node = JMX.newMXBeanProxy(server, ObjectNames.node("midnight"), NodeMXBean.class);
        assertThat(node.getUp()).isNull();
        assertThat(names("mvm:type=Validator,*")).isEmpty();
        publish(Views.snapshot(1, 3, URL));
        assertThat(node.getUp()).isTrue();
        assertThat(node.getSynced()).as("not told by the node").isNull();
        assertThat(names("mvm:type=Validator,*")).hasSize(3);
    }

    @Test
    void registersAndUnregistersValidatorsAndEndpointsWithTheSnapshot() throws Exception {
        publisher.publishChain("midnight", latest::get);
        publish(Views.snapshot(1, 3, URL, "http://localhost:9944"));
        assertThat(names("mvm:type=Endpoint,*")).hasSize(2).contains(ObjectNames.endpoint("midnight", URL));
        publish(Views.snapshot(2, List.of(Views.validator("aura:0xab", 2)), "http://localhost:9944"));
        assertThat(names("mvm:type=Endpoint,*"))
                .containsExactly(ObjectNames.endpoint("midnight", "http://localhost:9944"));
        assertThat(names("mvm:type=Validator,*"))
                .containsExactly(new ObjectName("mvm:type=Validator,chain=midnight,validator=\"aura:0xab\""));
    }

    @Test
    void readsAllAttributesOfOneBeanFromOneSnapshot() throws Exception {
        // The supplier gives another snapshot at each call, as it may while a commit ends in the middle of a read.
        long[] sequence = {0};
        latest.set(Views.snapshot(1, 1));
        publisher.publishChain("midnight", () -> Views.snapshot(++sequence[0], 1));
        ObjectName name = names("mvm:type=Validator,*").iterator().next();
        AttributeList list = server.getAttributes(name, new String[] {"Blocks", "SlotsOwed", "SlotsMissed"});
        long blocks = (Long) ((Attribute) list.get(0)).getValue();
        assertThat(list).extracting(a -> ((Attribute) a).getValue()).containsExactly(blocks, blocks + 2, blocks);
    }

    @Test
    void sharesOneMBeanInfoAmongAllValidators() throws Exception {
        publisher.publishChain("midnight", latest::get);
        publish(Views.snapshot(1, 2));
        List<MBeanInfo> infos = new ArrayList<>();
        for (ObjectName name : names("mvm:type=Validator,*")) {
            infos.add(server.getMBeanInfo(name));
        }
        assertThat(infos.get(0)).isSameAs(infos.get(1));
    }

    @Test
    void registersFiveThousandValidatorsWellUnderASecond() {
        publisher.publishChain("midnight", latest::get);
        long start = System.nanoTime();
        publish(Views.snapshot(1, 5000));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(publisher.size()).isGreaterThan(5000);
        assertThat(took).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void leavesAForeignBeanOfTheSameNameAloneAndRegistersTheRest() throws Exception {
        ObjectName taken = ObjectNames.sync("midnight");
        server.registerMBean(new SnapshotBean<>(BeanType.of(StoreMXBean.class), () -> null), taken);
        publisher.publishChain("midnight", latest::get);
        publish(Views.snapshot(1, 2));
        assertThat(server.getMBeanInfo(taken).getClassName()).isEqualTo(StoreMXBean.class.getName());
        assertThat(names("mvm:type=Validator,*")).hasSize(2);
        publisher.close();
        assertThat(names("mvm:*")).as("ours are gone, the other stays").containsExactly(taken);
    }

    @Test
    void takesATakenNameOnceItIsFree() throws Exception {
        ObjectName taken = ObjectNames.sync("midnight");
        server.registerMBean(new SnapshotBean<>(BeanType.of(StoreMXBean.class), () -> null), taken);
        publisher.publishChain("midnight", latest::get);
        server.unregisterMBean(taken);
        publish(Views.snapshot(1, 1));
        assertThat(server.getAttribute(taken, "Sequence")).isEqualTo(1L);
    }

    @Test
    void closesThoughSomebodyElseUnregisteredABean() throws Exception {
        publisher.publishDaemon(() -> Views.DAEMON, () -> ExporterSettings.servingAt(null));
        publisher.publishChain("midnight", latest::get);
        publisher.publishMetrics(new MetricRegistry());
        publish(Views.snapshot(1, 2));
        server.unregisterMBean(ObjectNames.node("midnight"));
        publisher.close();
        assertThat(names("mvm*:*")).isEmpty();
    }

    @Test
    void tellsListenersOfTheDaemonBeanWhichChainHasANewSnapshot() throws Exception {
        publisher.publishChain("midnight", latest::get);
        publisher.publishDaemon(() -> Views.DAEMON, () -> ExporterSettings.servingAt(null));
        List<Notification> heard = new ArrayList<>();
        server.addNotificationListener(ObjectNames.daemon(), (n, h) -> heard.add(n), null, null);
        server.addNotificationListener(
                ObjectNames.daemon(),
                (n, h) -> {
                    throw new IllegalStateException("a broken listener");
                },
                null,
                null);
        publish(Views.snapshot(7, 1));
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0).getType()).isEqualTo("mvm.snapshot");
        assertThat(heard.get(0).getSequenceNumber()).isEqualTo(7);
        assertThat(heard.get(0).getUserData()).isEqualTo("midnight");
    }

    @Test
    void givesEveryAttributeADescriptionAndAnOpenType() throws Exception {
        publisher.publishDaemon(() -> Views.DAEMON, () -> ExporterSettings.servingAt(null));
        publisher.publishChain("midnight", latest::get);
        publish(Views.snapshot(1, 1, URL));
        Set<ObjectName> all = names("mvm:*");
        assertThat(all).hasSize(13);
        for (ObjectName name : all) {
            MBeanInfo info = server.getMBeanInfo(name);
            assertThat(info.getDescription()).as(name.toString()).endsWith(".");
            for (MBeanAttributeInfo attribute : info.getAttributes()) {
                assertThat(attribute.getDescription())
                        .as(name + attribute.getName())
                        .endsWith(".");
                assertThat(attribute.getDescriptor().getFieldValue("openType")).isInstanceOf(OpenType.class);
                assertThat(attribute.getDescriptor().getFieldValue("metricType"))
                        .isIn("GAUGE", "COUNTER", "INFO");
            }
        }
    }

    @Test
    void endsAMaintenanceWindowByTheClockThoughNoSnapshotComes() {
        publisher.publishChain("midnight", latest::get);
        NodeMXBean node = JMX.newMXBeanProxy(server, ObjectNames.node("midnight"), NodeMXBean.class);
        assertThat(node.getMaintenanceActive()).as("nothing known yet").isNull();
        long now = HALF_WAY.millis();
        publish(Views.inMaintenance(new MaintenanceView(now - 1000, now + 1, "kernel")));
        assertThat(node.getMaintenanceActive()).isTrue();
        assertThat(node.getMaintenanceReason()).isEqualTo("kernel");
        publish(Views.inMaintenance(new MaintenanceView(now - 1000, now, "kernel")));
        assertThat(node.getMaintenanceActive()).isFalse();
        assertThat(node.getMaintenanceUntilTimestampSeconds()).isNull();
        publish(Views.inMaintenance(null));
        assertThat(node.getMaintenanceActive()).isFalse();
    }

    @Test
    void namesTheConditionInForceAmongAllOfThem() {
        publisher.publishChain("midnight", latest::get);
        NodeMXBean node = JMX.newMXBeanProxy(server, ObjectNames.node("midnight"), NodeMXBean.class);
        publish(Views.inCondition("frozen"));
        assertThat(node.getConditions())
                .isEqualTo(Map.of("ok", 0L, "down", 0L, "syncing", 0L, "frozen", 1L, "stalled", 0L));
        publish(Views.inCondition("unknown"));
        assertThat(node.getConditions()).isEmpty();
        assertThat(node.getCondition()).isEqualTo("unknown");
    }

    @Test
    void tellsVotesOnlyOfAVoterAndFindingsOnlyOnceLookedFor() throws Exception {
        publisher.publishChain("midnight", latest::get);
        ValidatorMXBean bean =
                JMX.newMXBeanProxy(server, ObjectNames.validator("midnight", Views.OURS), ValidatorMXBean.class);
        publish(Views.ours(OwnView.UNKNOWN));
        assertThat(bean.getFindingCounts()).as("not looked yet").isNull();
        assertThat(bean.getSlotsAhead()).isNull();
        assertThat(bean.getVoting()).isNull();
        publish(Views.ours(Views.own("silent", 5, List.of(new FindingView("critical", "votes", "silent")))));
        assertThat(bean.getVoting()).isFalse();
        assertThat(bean.getVotesObserved()).isEqualTo(5);
        assertThat(bean.getFindingCounts()).isEqualTo(Map.of("critical", 1L, "degraded", 0L));
        assertThat(bean.getFindings()).containsExactly("critical: silent");
        publish(Views.ours(Views.own("not_in_set", 10, List.of())));
        assertThat(bean.getVoting()).isNull();
        assertThat(bean.getVoteState()).isEqualTo("not_in_set");
        assertThat(bean.getFindingCounts()).isEqualTo(Map.of("critical", 0L, "degraded", 0L));
        assertThat(names("mvm:type=Keys,*")).containsExactly(ObjectNames.keys("midnight", Views.OURS));
        publish(Views.snapshot(9, 1));
        assertThat(names("mvm:type=Keys,*")).isEmpty();
    }

    @Test
    void tellsHowFarTheEpochHasGoneWhenAskedNotWhenTaken() {
        publisher.publishChain("midnight", latest::get);
        publish(Views.snapshot(1, 0));
        SidechainEpochMXBean epoch =
                JMX.newMXBeanProxy(server, ObjectNames.sidechainEpoch("midnight"), SidechainEpochMXBean.class);
        assertThat(epoch.getProgress()).isEqualTo(0.5);
        assertThat(epoch.getNumber()).isEqualTo(245);
    }

    @Test
    @SuppressWarnings("BanJNDI") // the client connects to the connector started two lines above it
    void isReadableByARemoteClientWithoutOurClasses() throws Exception {
        publisher.publishDaemon(() -> Views.DAEMON, () -> ExporterSettings.servingAt("127.0.0.1:9400"));
        publisher.publishChain("midnight", latest::get);
        publish(Views.snapshot(4, 2, URL));
        JMXConnectorServer connector =
                JMXConnectorServerFactory.newJMXConnectorServer(new JMXServiceURL("service:jmx:rmi://"), null, server);
        connector.start();
        try (JMXConnector client = JMXConnectorFactory.connect(connector.getAddress())) {
            MBeanServerConnection remote = client.getMBeanServerConnection();
            for (ObjectName name : remote.queryNames(new ObjectName("mvm:*"), null)) {
                for (MBeanAttributeInfo attribute : remote.getMBeanInfo(name).getAttributes()) {
                    Object value = remote.getAttribute(name, attribute.getName());
                    OpenType<?> type = (OpenType<?>) attribute.getDescriptor().getFieldValue("openType");
                    assertThat(value == null || type.isValue(value))
                            .as("%s %s = %s", name, attribute.getName(), value)
                            .isTrue();
                }
            }
            TabularData errors = (TabularData) remote.getAttribute(ObjectNames.sync("midnight"), "Errors");
            assertThat(errors.get(new Object[] {"timeout"}).get("value")).isEqualTo(3L);
            SyncMXBean sync = JMX.newMXBeanProxy(remote, ObjectNames.sync("midnight"), SyncMXBean.class);
            assertThat(sync.getErrors()).containsEntry("timeout", 3L);
            assertThatThrownBy(() -> remote.getAttribute(ObjectNames.daemon(), "Nothing"))
                    .isInstanceOf(AttributeNotFoundException.class)
                    .hasMessageContaining("no attribute 'Nothing'");
        } finally {
            connector.stop();
        }
    }
}

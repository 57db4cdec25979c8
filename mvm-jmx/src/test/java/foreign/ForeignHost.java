package foreign;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.lang.management.ManagementFactory;
import javax.management.ObjectName;

/**
 * Somebody else's program: uses the simpleclient of its own class path, has a bean with a broken getter, and ends when its input does.
 */
public final class ForeignHost {
    /** Its bean. */
    public interface ThingMBean {
        /** Fine. */
        int getWorking();

        /** Not fine. */
        int getBroken();
    }

    /** The bean with the broken getter. */
    public static final class Thing implements ThingMBean {
        @Override
        public int getWorking() {
            return 42;
        }

        @Override
        public int getBroken() {
            throw new IllegalStateException("broken");
        }
    }

    private ForeignHost() {}

    /** Runs until its input ends. */
    @SuppressWarnings({"SystemOut", "StatementWithEmptyBody"})
    public static void main(String[] arguments) throws Exception {
        Counter counter = Counter.build("foreign_total", "Its own metric.").register();
        counter.inc();
        ManagementFactory.getPlatformMBeanServer().registerMBean(new Thing(), new ObjectName("foreign:type=Thing"));
        System.out.println("up with "
                + CollectorRegistry.class.getProtectionDomain().getCodeSource().getLocation());
        while (System.in.read() >= 0) {
            // only its end matters
        }
        System.out.println("down with " + counter.get());
    }
}

import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/**
 * Asks MVM over JMX as JConsole would: {@code JmxProbe HOST PORT USER PASSWORD plain|tls}, with - for no password. Prints the version of
 * the daemon, or how it was refused with status 3.
 */
public final class JmxProbe {
    private JmxProbe() {}

    public static void main(String[] args) throws Exception {
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://" + args[0] + ":" + args[1] + "/jmxrmi");
        Map<String, Object> env = new java.util.HashMap<>();
        if (!args[3].equals("-")) {
            env.put(JMXConnector.CREDENTIALS, new String[] {args[2], args[3]});
        }
        if (args[4].equals("tls")) {
            env.put("com.sun.jndi.rmi.factory.socket", new SslRMIClientSocketFactory());
        }
        try (JMXConnector connector = JMXConnectorFactory.connect(url, env)) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            ObjectName daemon = new ObjectName("mvm:type=Daemon");
            System.out.println("daemon " + beans.getAttribute(daemon, "Version"));
            try {
                beans.createMBean("javax.management.loading.MLet", new ObjectName("probe:type=MLet"));
                System.out.println("a bean of my own was created");
            } catch (SecurityException e) {
                System.out.println("no bean can be created");
            }
        } catch (Exception e) {
            System.out.println("refused: " + e.getClass().getSimpleName() + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            System.exit(3);
        }
    }
}

package io.mvm.jmx;

import com.sun.tools.attach.VirtualMachine;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Runs in a process of its own with nothing but this class: reaches a process by its id as JConsole does, invokes every operation
 * of its beans, and prints what it sees.
 */
public final class ForeignClient {
    private ForeignClient() {}

    /** Arguments: process id; pattern of names; values for parameters of type long; value for those of type String. */
    @SuppressWarnings("BanJNDI") // the address is that of the process on this machine that was asked for by its id
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        VirtualMachine machine = VirtualMachine.attach(args[0]);
        String address = machine.startLocalManagementAgent();
        machine.detach();
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            for (ObjectName name : new TreeSet<>(server.queryNames(new ObjectName(args[1]), null))) {
                MBeanInfo info = server.getMBeanInfo(name);
                for (MBeanOperationInfo operation : info.getOperations()) {
                    invoke(out, server, name, operation, args[2], args[3]);
                }
            }
        }
    }

    private static void invoke(
            PrintStream out,
            MBeanServerConnection server,
            ObjectName name,
            MBeanOperationInfo operation,
            String number,
            String word)
            throws Exception {
        String bean = name.getKeyProperty("type") + "." + operation.getName();
        out.println(bean + " is (" + operation.getImpact() + ") " + operation.getDescription());
        MBeanParameterInfo[] parameters = operation.getSignature();
        Object[] values = new Object[parameters.length];
        String[] types = new String[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            MBeanParameterInfo parameter = parameters[i];
            out.println(bean + " takes " + parameter.getType() + " " + parameter.getName() + ": "
                    + parameter.getDescription());
            types[i] = parameter.getType();
            values[i] = types[i].equals("long") ? (Object) (Long.parseLong(number) + i) : word;
        }
        try {
            out.println(bean + " answers " + server.invoke(name, operation.getName(), values, types));
        } catch (MBeanException e) {
            out.println(bean + " fails with " + e.getCause());
        }
    }
}

package io.mvm.exporter.agent;

import java.lang.instrument.Instrumentation;

/**
 * Entry points of the Java agent: {@code -javaagent:mvm-jmx.jar[=args]}, or attached to a running JVM. Both return at once; everything
 * happens on a daemon thread.
 */
public final class MvmAgent {
    private MvmAgent() {}

    /** Called by the JVM before the host's {@code main}. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        start(arguments);
    }

    /** Called by the JVM when attached to it. */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        start(arguments);
    }

    private static void start(String arguments) {
        try {
            Thread thread = new Thread(() -> run(arguments), "mvm-exporter");
            thread.setDaemon(true);
            thread.start();
        } catch (RuntimeException | Error e) {
            // Whatever it is, the host must not pay for it.
            tell("not started, the host goes on: " + e);
        }
    }

    private static void run(String arguments) {
        try {
            AgentLoop.run(AgentArguments.parse(arguments), MvmAgent::tell);
        } catch (IllegalArgumentException e) {
            tell(e.getMessage() + "; nothing is served, the host goes on");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the host wants its threads to end
        } catch (RuntimeException | Error e) {
            tell("stopped, the host goes on: " + e);
        }
    }

    /** One line on standard error: the only voice an agent has before its host has set up logging. */
    @SuppressWarnings("SystemOut")
    static void tell(String line) {
        System.err.println("mvm-jmx: " + line.replace('\n', ' '));
    }
}

package io.mvm.exporter.agent;

import io.mvm.exporter.http.BindAddress;
import io.mvm.exporter.metrics.BeanNames;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.RuntimeMBeanException;

/** What the agent's thread does: serve at the given address, or wherever the Config bean says, whenever it is there. */
final class AgentLoop {
    private final AgentArguments arguments;
    private final MBeanServer server;
    private final Consumer<String> log;

    private AgentLoop(AgentArguments arguments, MBeanServer server, Consumer<String> log) {
        this.arguments = arguments;
        this.server = server;
        this.log = log;
    }

    /** Returns once it serves at a given address; otherwise goes on until interrupted. */
    static void run(AgentArguments arguments, Consumer<String> log) throws InterruptedException {
        AgentLoop loop = new AgentLoop(arguments, ManagementFactory.getPlatformMBeanServer(), log);
        if (arguments.bind() != null) {
            loop.serve(arguments.bind(), arguments.rules());
        } else {
            loop.follow();
        }
    }

    private void follow() throws InterruptedException {
        ConfigWatch watch = new ConfigWatch(server);
        Exporter exporter = null;
        while (true) {
            boolean present = watch.awaitChange();
            if (exporter != null) {
                exporter.close();
                exporter = null;
            }
            if (present) {
                exporter = serveAsConfigured();
            }
        }
    }

    private Exporter serveAsConfigured() {
        try {
            if (!(server.getAttribute(BeanNames.CONFIG, "ExporterBind") instanceof String bind)) {
                return null; // the exporter is switched off
            }
            Path rules = arguments.rules();
            if (rules == null && server.getAttribute(BeanNames.CONFIG, "RulesFile") instanceof String file) {
                rules = Path.of(file);
            }
            return serve(BindAddress.parse(bind), rules);
        } catch (JMException | RuntimeMBeanException e) {
            log.accept("the Config bean cannot be read, nothing is served until it comes anew: " + e);
        } catch (IllegalArgumentException e) {
            log.accept(e.getMessage() + "; nothing is served, the host goes on");
        }
        return null;
    }

    /** Serves, or says why not and gives null. */
    private Exporter serve(BindAddress bind, Path rules) {
        try {
            Exporter exporter = Exporter.start(bind, rules, server, Clock.systemUTC(), log);
            log.accept("serving http://" + exporter.address() + "/metrics");
            return exporter;
        } catch (IOException e) {
            log.accept(e.getMessage() + "; nothing is served, the host goes on");
            return null;
        }
    }
}

package io.mvm.exporter.agent;

import io.mvm.exporter.http.BindAddress;
import io.mvm.exporter.metrics.BeanNames;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.RuntimeMBeanException;

/**
 * What the agent's thread does: serve at the given address, or wherever the Config bean says, whenever it is there. An address that
 * cannot be had is tried again: whoever has it, a predecessor that is ending, say, may leave it.
 */
final class AgentLoop {
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final AgentArguments arguments;
    private final MBeanServer server;
    private final Consumer<String> log;
    /** Why nothing is served, if that may pass; null if it will not. */
    private String refusal;

    private AgentLoop(AgentArguments arguments, MBeanServer server, Consumer<String> log) {
        this.arguments = arguments;
        this.server = server;
        this.log = log;
    }

    /** Returns once it serves at a given address; otherwise goes on until interrupted. */
    static void run(AgentArguments arguments, Consumer<String> log) throws InterruptedException {
        AgentLoop loop = new AgentLoop(arguments, ManagementFactory.getPlatformMBeanServer(), log);
        if (arguments.bind() != null) {
            while (loop.serve(arguments.bind(), arguments.rules()) == null) {
                Thread.sleep(AGAIN.toMillis());
            }
        } else {
            loop.follow();
        }
    }

    private void follow() throws InterruptedException {
        ConfigWatch watch = new ConfigWatch(server);
        Exporter exporter = null;
        while (true) {
            if (refusal == null) {
                watch.awaitChange();
            } else if (!watch.awaitChange(AGAIN)) {
                exporter = serveAsConfigured();
                continue;
            }
            refusal = null;
            if (exporter != null) {
                exporter.close();
                exporter = null;
            }
            if (watch.present()) {
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

    /** Serves, or says why not, once, and gives null. */
    private Exporter serve(BindAddress bind, Path rules) {
        try {
            Exporter exporter = Exporter.start(bind, rules, server, Clock.systemUTC(), log);
            refusal = null;
            log.accept("serving http://" + exporter.address() + "/metrics");
            return exporter;
        } catch (IOException e) {
            if (!e.getMessage().equals(refusal)) {
                refusal = e.getMessage();
                log.accept(refusal + "; nothing is served and the host goes on; tried again every " + AGAIN.toSeconds()
                        + " s");
            }
            return null;
        }
    }
}

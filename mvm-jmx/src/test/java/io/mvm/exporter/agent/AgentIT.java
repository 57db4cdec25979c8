package io.mvm.exporter.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.mvm.exporter.fixture.HostProcess;
import io.mvm.exporter.fixture.Http;
import io.mvm.exporter.fixture.MonitorHost;
import io.mvm.exporter.http.BindAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built agent in real JVMs of their own. */
class AgentIT {
    private static final String AGENT = System.getProperty("mvm.agent.jar");
    private static final String THIN_AGENT = System.getProperty("mvm.thin.jar");
    private static final String OLD_SIMPLECLIENT = System.getProperty("mvm.foreign.lib");
    private static final String ANY_PORT = "127.0.0.1:0";

    @TempDir
    Path directory;

    private static HostProcess foreign(String... jvm) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(jvm));
        arguments.addAll(List.of("-cp", OLD_SIMPLECLIENT + ":target/test-classes", "foreign.ForeignHost"));
        return new HostProcess(arguments);
    }

    private static HostProcess monitor(String agentArguments, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-javaagent:" + THIN_AGENT + agentArguments, "-cp"));
        all.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        all.add(MonitorHost.class.getName());
        all.addAll(List.of(arguments));
        return new HostProcess(all);
    }

    private Path rules() throws IOException {
        return Files.writeString(directory.resolve("rules.yml"), """
                includeObjectNames: ['foreign:*']
                rules:
                - pattern: 'foreign<type=Thing><>(\\w+):'
                  name: foreign_$1
                """);
    }

    @Test
    void servesAForeignJvmsMetricsBesideItsOldSimpleclientAndLetsItEnd() throws Exception {
        try (HostProcess host = foreign("-javaagent:" + AGENT + "=bind=" + ANY_PORT + ",rules=" + rules())) {
            assertThat(host.awaitUp()).endsWith("simpleclient-0.9.0.jar");
            BindAddress address = host.awaitServing();
            assertThat(Http.text(Http.get(address, "/metrics")))
                    .contains("\nforeign_Working 42.0\n", "\njvm_threads_current ", "\nprocess_cpu_seconds_total ")
                    .contains("\nmvm_scrape_success 1.0\n")
                    .as("a broken getter costs its sample and no more")
                    .doesNotContain("foreign_Broken");
            assertThat(Http.text(Http.get(address, "/metrics", "Accept-Encoding", "gzip")))
                    .contains("jvm_info{");
            assertThat(Http.get(address, "/healthz").statusCode()).isEqualTo(200);
            assertThat(Http.text(Http.get(address, "/readyz"))).isEqualTo("No chain is followed in this process.\n");
            assertThat(Http.text(Http.get(address, "/"))).contains("inside another program");
            assertThat(host.errors()).hasSize(1);
            assertThat(host.end()).isZero();
        }
    }

    @Test
    void attachesToARunningJvm() throws Exception {
        try (HostProcess host = foreign()) {
            host.awaitUp();
            VirtualMachine machine = VirtualMachine.attach(Long.toString(host.pid()));
            machine.loadAgent(AGENT, ANY_PORT);
            machine.detach();
            assertThat(Http.text(Http.get(host.awaitServing(), "/metrics"))).contains("\njvm_threads_current ");
            assertThat(host.end()).isZero();
        }
    }

    /** Before the block that has it ends. */
    private static void free(ServerSocket taken) throws IOException {
        taken.close();
    }

    @Test
    void leavesTheHostRunningWithOneLineWhenThePortIsTakenAndServesOnceItIsFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HostProcess host = foreign("-javaagent:" + AGENT + "=127.0.0.1:" + taken.getLocalPort())) {
            assertThat(host.awaitErrors(1))
                    .containsExactly(
                            "mvm-jmx: cannot listen at 127.0.0.1:" + taken.getLocalPort()
                                    + ": Address already in use; nothing is served and the host goes on; tried again every 5 s");
            host.awaitUp();
            assertThat(host.isAlive()).isTrue();
            free(taken);
            assertThat(host.awaitErrors(2).get(1))
                    .isEqualTo("mvm-jmx: serving http://127.0.0.1:" + taken.getLocalPort() + "/metrics");
            assertThat(host.end()).isZero();
        }
    }

    @Test
    void leavesTheHostRunningWithOneLineWhenAnArgumentIsBad() throws Exception {
        try (HostProcess host = foreign("-javaagent:" + AGENT + "=port=9400")) {
            assertThat(host.awaitErrors(1))
                    .containsExactly("mvm-jmx: 'port=9400' is no argument, expected host:port, or bind=host:port and"
                            + " rules=file separated by a comma; nothing is served, the host goes on");
            host.awaitUp();
            assertThat(host.end()).isZero();
        }
    }

    @Test
    void leavesTheHostRunningWithOneLineWhenRulesAreNoRules() throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.yml"), "rules: [");
        try (HostProcess host = foreign("-javaagent:" + AGENT + "=bind=" + ANY_PORT + ",rules=" + broken)) {
            List<String> errors = host.awaitErrors(1);
            assertThat(errors).hasSize(1);
            assertThat(errors.get(0))
                    .startsWith("mvm-jmx: rules file " + broken + " is no JMX exporter configuration: ");
            host.awaitUp();
            assertThat(host.end()).isZero();
        }
    }

    @Test
    void leavesAHostInPeaceThatNeverRegistersAConfigBean() throws Exception {
        try (HostProcess host = foreign("-javaagent:" + AGENT)) {
            host.awaitUp();
            assertThat(host.end()).isZero();
            assertThat(host.errors()).isEmpty();
        }
    }

    @Test
    void servesWhereTheMonitorsConfigBeanSaysAndLetsItEnd() throws Exception {
        try (HostProcess host = monitor("", ANY_PORT)) {
            assertThat(Http.text(Http.get(host.awaitServing(), "/metrics")))
                    .contains("\nmvm_sync_last_block{chain=\"midnight\",} 100.0\n", "mvm_validator_blocks_total{");
            assertThat(host.end()).isZero();
        }
    }

    @Test
    void servesAMonitorOnceItsPortIsFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HostProcess host = monitor("", "127.0.0.1:" + taken.getLocalPort())) {
            assertThat(host.awaitErrors(1).get(0)).contains("Address already in use", "tried again every 5 s");
            free(taken);
            assertThat(Http.text(Http.get(host.awaitServing(), "/metrics"))).contains("\nmvm_sync_last_block{");
            assertThat(host.end()).isZero();
            assertThat(host.errors()).hasSize(2);
        }
    }

    @Test
    void servesNothingForAMonitorWhoseExporterIsOff() throws Exception {
        try (HostProcess host = monitor("")) {
            host.awaitUp();
            assertThat(host.end()).isZero();
            assertThat(host.errors()).isEmpty();
        }
    }
}

package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mvm.config.ConfigLoader;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.MonitorSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The unit that is shipped for systemd agrees with the command line, the configuration and the exit statuses. */
class ServiceUnitTest {
    private static final Path UNIT = Path.of("..", "packaging", "systemd", "mvm.service");
    private static final String LAUNCHER = "/opt/midnight/mvm/bin/mvm";

    private static List<String> values(String key) throws IOException {
        return Files.readAllLines(UNIT).stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .toList();
    }

    private static String value(String key) throws IOException {
        return values(key).stream().collect(Collectors.collectingAndThen(Collectors.toList(), all -> {
            assertThat(all).as(key).hasSize(1);
            return all.get(0);
        }));
    }

    @Test
    void startsAndReloadsByCommandsThatThereAre() throws IOException {
        for (String key : List.of("ExecStart", "ExecReload")) {
            List<String> words = List.of(value(key).split(" "));
            assertThat(words.get(0)).isEqualTo(LAUNCHER);
            CommandLine line = MvmCommand.commandLine(CommandEnvironment.ofProcess((settings, clock) -> {
                throw new AssertionError("nothing is run here");
            }));
            CommandLine.ParseResult parsed =
                    line.parseArgs(words.subList(1, words.size()).toArray(String[]::new));
            assertThat(parsed.errors()).isEmpty();
            assertThat(parsed.hasSubcommand()).isTrue();
        }
    }

    @Test
    void setsVariablesThatThereAre() throws IOException {
        Map<String, String> env = values("Environment").stream()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        assertThat(env).isNotEmpty();
        String launcher = Files.readString(Path.of("..", "packaging", "bin", "mvm"));
        assertThat(env.keySet()).allSatisfy(name -> assertThat(launcher).contains("${" + name));
        assertThat(ConfigLoader.load(Optional.empty(), env, Map.of()).warnings())
                .isEmpty();
    }

    @Test
    void isPatientWithWhatTheLoopMayWaitForAndDoesNotRetryWhatIsHopeless() throws IOException {
        MvmConfig config = ConfigLoader.load(Optional.empty(), Map.of(), Map.of());
        Duration patience = Duration.parse("PT" + value("WatchdogSec").replace("min", "M"));
        assertThat(patience).isGreaterThan(MonitorSettings.rpc(config).longestCall());
        assertThat(value("RestartPreventExitStatus")).isEqualTo(String.valueOf(ExitStatus.HOPELESS));
        assertThat(value("Type")).isEqualTo("notify");
    }

    @Test
    void isUnderstoodBySystemd(@TempDir Path directory) throws Exception {
        assumeThat(Path.of("/usr/bin/systemd-analyze")).exists();
        Path launcher = Files.writeString(directory.resolve("mvm"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path unit = Files.writeString(
                directory.resolve("mvm.service"), Files.readString(UNIT).replace(LAUNCHER, launcher.toString()));
        Process check = new ProcessBuilder("/usr/bin/systemd-analyze", "verify", unit.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        check.waitFor();
        // It speaks of other units of the machine as well.
        assertThat(Arrays.stream(said.split("\n")).filter(line -> line.contains("mvm.service")))
                .isEmpty();
    }
}

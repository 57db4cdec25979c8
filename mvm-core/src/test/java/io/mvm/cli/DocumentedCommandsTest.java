package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Whoever types what a page says, at three in the morning, must not learn then that there is no such option. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..");

    /** What stands before a command: a prompt, the container, the folder of a clone. */
    private static final String BEFORE = "(?:\\$ )?(?:docker compose exec (?:-\\S+ )*[a-z]\\S* )?(?:\\./)?";

    /** A span of code, which may go over the end of a line. */
    private static final Pattern SPAN = Pattern.compile("`" + BEFORE + "mvm(?: ([^`]*))?`");

    private static final Pattern LINE = Pattern.compile(BEFORE + "mvm (.*)");

    private static final Pattern COMPOSE = Pattern.compile(
            "docker compose (?:-\\S+ \\S+ )*(?:exec|logs|ps|start|stop|restart)((?: -{1,2}\\S+(?: \\d\\w+)?)*)((?: [a-z][a-z-]*)+)");

    private static final Pattern SERVICE = Pattern.compile("(?m)^  ([a-z][a-z-]*):$");

    /** Words that stand for others, where not any text will do. */
    private static final Map<String, String> PLACEHOLDERS = Map.of("N", "1", "M", "2", "KEY", "0x03", "0x03..", "0x03");

    @Test
    void everyCommandOfMvmInAPageCanBeTyped() {
        Set<String> commands = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        CommandLine line = MvmCommand.commandLine(
                new CommandEnvironment(System.out, System.err, Map.of(), Clock.systemUTC(), false, null, null, null));
        for (Path page : pages()) {
            for (String command : commands(read(page))) {
                if (!commands.add(command)) {
                    continue;
                }
                try {
                    parse(line, command);
                } catch (RuntimeException | AssertionError e) {
                    wrong.add("%s: mvm %s: %s".formatted(page.getFileName(), command, e.getMessage()));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(commands)
                .hasSizeGreaterThan(40)
                .contains("status --once --explain", "ctl resume", "query misses --ours --since 24h")
                .contains("ctl maintenance on --for 30m --reason kernel");
    }

    @Test
    void everyServiceThatAPageNamesIsInTheComposeFile() {
        String compose = read(ROOT.resolve("docker-compose.yml"));
        String services = compose.substring(compose.indexOf("\nservices:\n"), compose.indexOf("\nnetworks:\n"));
        Set<String> known = SERVICE.matcher(services)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(known).contains("mvm", "prometheus", "alertmanager", "grafana");
        Set<String> named = new TreeSet<>();
        for (Path page : pages()) {
            Matcher command = COMPOSE.matcher(read(page).replaceAll("\\s+", " "));
            while (command.find()) {
                // Of 'exec' the first word is the service, of the others every word; the first tells either way.
                String service = command.group(2).strip().replaceFirst(" .*", "");
                assertThat(known)
                        .as("%s: %s", page.getFileName(), command.group())
                        .contains(service);
                named.add(service);
            }
        }
        assertThat(named).contains("mvm", "alertmanager", "grafana");
    }

    private static List<String> commands(String page) {
        List<String> found = new ArrayList<>();
        boolean fenced = false;
        StringBuilder prose = new StringBuilder();
        for (String line : page.lines().toList()) {
            if (line.startsWith("```")) {
                fenced = !fenced;
            } else if (fenced) {
                // Several on one line stand well apart, or are joined.
                for (String part : line.replaceFirst("(?<=\\s)#.*", "").strip().split(" {5,}| && ", -1)) {
                    Matcher one = LINE.matcher(part);
                    if (one.matches()) {
                        found.add(plain(one.group(1)));
                    }
                }
            } else {
                prose.append(line).append('\n');
            }
        }
        Matcher span = SPAN.matcher(prose);
        while (span.find()) {
            if (span.group(1) != null) {
                found.add(plain(span.group(1)));
            }
        }
        return found;
    }

    /** Without what the shell takes, with the optional parts, and with something in place of what is to be filled in. */
    private static String plain(String command) {
        String shorter = command.replaceFirst("\\s[|>].*", "")
                .replaceAll("[\\[\\]\"']", "")
                .replaceAll("\\s+", " ")
                .strip();
        return Stream.of(shorter.split(" "))
                .map(word -> PLACEHOLDERS.getOrDefault(word, word))
                .collect(Collectors.joining(" "))
                // A reason in quotes is one word.
                .replaceFirst("(--reason \\S+) .*", "$1");
    }

    private static void parse(CommandLine line, String command) {
        String[] words = command.split(" ");
        line.parseArgs(words);
        if (words[0].equals("guide") && words.length > 1) {
            assertThat(GuideCommand.Topic.words()).contains(words[1]);
        }
    }

    private static List<Path> pages() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> pages = new ArrayList<>(
                    docs.filter(file -> file.getFileName().toString().endsWith(".md"))
                            .sorted()
                            .toList());
            pages.add(ROOT.resolve("README.md"));
            pages.add(ROOT.resolve("SECURITY.md"));
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

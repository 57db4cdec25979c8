package io.mvm.exporter.stack;

import io.mvm.exporter.fixture.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The shipped rules of Prometheus, their tests and their runbooks, as a test sees them. */
final class RuleFiles {
    static final Path RULES = Golden.ROOT.resolve("prometheus/rules");
    static final Path TESTS = Golden.ROOT.resolve("prometheus/tests");
    static final Path RUNBOOKS = Golden.ROOT.resolve("docs/runbooks");

    private static final Pattern NAME = Pattern.compile("(?<![\\w:$])[a-zA-Z_:][\\w:]*");
    /** Words of PromQL that stand where a metric could. */
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool", "atan2", "inf", "nan");

    private RuleFiles() {}

    /**
     * One rule.
     *
     * @param group name of its group
     * @param alert its name; null for a recording rule
     * @param record the series it makes; null for an alert
     * @param body everything as it stands in the file
     */
    record Rule(String group, String alert, String record, Map<String, Object> body) {
        String expression() {
            return String.valueOf(body.get("expr"));
        }

        String label(String name) {
            return text("labels", name);
        }

        String annotation(String name) {
            return text("annotations", name);
        }

        private String text(String section, String name) {
            return body.get(section) instanceof Map<?, ?> map && map.get(name) != null
                    ? map.get(name).toString()
                    : "";
        }
    }

    static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        for (Path file : files(RULES, ".yml")) {
            rules.addAll(rules(file));
        }
        return rules;
    }

    /** The rules of one file. */
    static List<Rule> rules(Path file) {
        List<Rule> rules = new ArrayList<>();
        for (Map<String, Object> group : maps(yaml(file).get("groups"))) {
            for (Map<String, Object> rule : maps(group.get("rules"))) {
                rules.add(new Rule(
                        (String) group.get("name"), (String) rule.get("alert"), (String) rule.get("record"), rule));
            }
        }
        return rules;
    }

    static List<Rule> alerts() {
        return rules().stream().filter(rule -> rule.alert() != null).toList();
    }

    /** Names of all series an expression asks for. Labels, functions and words of the language are none. */
    static Set<String> series(String expression) {
        String bare = expression
                .replaceAll("(?m)#.*$", "")
                .replaceAll("\"(\\\\.|[^\"\\\\])*\"", "\"\"")
                .replaceAll("\\{[^}]*}", " ")
                .replaceAll("\\[[^]]*]", " ")
                .replaceAll("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", " ");
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(bare);
        while (name.find()) {
            boolean function = bare.substring(name.end()).stripLeading().startsWith("(");
            boolean digitBefore = name.start() > 0 && Character.isDigit(bare.charAt(name.start() - 1));
            if (!function && !digitBefore && !WORDS.contains(name.group())) {
                names.add(name.group());
            }
        }
        return names;
    }

    static Map<String, Object> yaml(Path file) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(read(file));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> files(Path directory, String ending) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> maps(Object list) {
        return list == null ? List.of() : (List<Map<String, Object>>) list;
    }
}

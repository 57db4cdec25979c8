package io.mvm.exporter.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mvm.exporter.fixture.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The shipped dashboards as files, and what is known of metrics; units as in the files. Not for threads. */
final class Dashboards {
    static final Path GRAFANA = Golden.ROOT.resolve("grafana");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Dashboards() {}

    /** One dashboard; {@code file} is its name without suffix. */
    record Dashboard(String file, JsonNode json) {
        /** Panels that show something, that is, without rows. */
        List<Panel> panels() {
            List<Panel> found = new ArrayList<>();
            String row = "";
            for (JsonNode panel : json.path("panels")) {
                if (panel.path("type").asText().equals("row")) {
                    row = panel.path("title").asText();
                } else {
                    found.add(new Panel(file, row, panel));
                }
            }
            return found;
        }

        List<JsonNode> variables() {
            return list(json.path("templating").path("list"));
        }

        /** Annotations of ours, without Grafana's own. */
        List<JsonNode> annotations() {
            return list(json.path("annotations").path("list")).stream()
                    .filter(annotation -> !annotation.has("builtIn"))
                    .toList();
        }

        /** Every expression, by where it stands. */
        Map<String, String> expressions() {
            Map<String, String> found = new LinkedHashMap<>();
            for (Panel panel : panels()) {
                for (JsonNode target : panel.targets()) {
                    found.put(
                            panel + ", " + target.path("refId").asText(),
                            target.path("expr").asText());
                }
            }
            for (JsonNode annotation : annotations()) {
                found.put(
                        file + ", annotation " + annotation.path("name").asText(),
                        annotation.path("expr").asText());
            }
            for (JsonNode variable : variables()) {
                if (variable.path("type").asText().equals("query")) {
                    found.put(
                            file + ", variable " + variable.path("name").asText(),
                            variable.path("query").path("query").asText());
                }
            }
            return found;
        }

        @Override
        public String toString() {
            return file;
        }
    }

    /** One panel, under the row that it stands in. */
    record Panel(String dashboard, String row, JsonNode json) {
        String title() {
            return json.path("title").asText();
        }

        String description() {
            return json.path("description").asText();
        }

        JsonNode defaults() {
            return json.path("fieldConfig").path("defaults");
        }

        List<JsonNode> targets() {
            return list(json.path("targets"));
        }

        @Override
        public String toString() {
            return dashboard + ", '" + title() + "'";
        }
    }

    /** A family and what stands in its braces; {@code at} is where it begins in the expression. */
    record Selector(String family, String labels, int at, boolean range) {}

    static List<JsonNode> list(JsonNode array) {
        List<JsonNode> nodes = new ArrayList<>();
        array.forEach(nodes::add);
        return nodes;
    }

    static List<Dashboard> all() {
        try (Stream<Path> files = Files.list(GRAFANA.resolve("dashboards"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Dashboards::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Dashboard read(Path file) {
        try {
            String name = file.getFileName().toString();
            return new Dashboard(name.substring(0, name.length() - ".json".length()), JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final Pattern FAMILY = Pattern.compile(
            "(?<![\\w$:\"])(mvm_\\w+|jvm_\\w+|process_\\w+|scrape_\\w+|up|ALERTS)(?![\\w\"])(\\{([^}]*)\\})?(\\[)?");

    /** Families named in an expression, with or without braces. */
    static List<Selector> selectors(String expression) {
        List<Selector> found = new ArrayList<>();
        Matcher family = FAMILY.matcher(expression);
        while (family.find()) {
            String labels = family.group(3) == null ? "" : family.group(3);
            found.add(new Selector(family.group(1), labels, family.start(), family.group(4) != null));
        }
        return found;
    }

    /** One line of docs/metrics.md. */
    record Family(Set<String> labels, String type) {}

    /** What docs/metrics.md says: families by name; a summary's count is a counter of its own. */
    static Map<String, Family> families() throws IOException {
        Map<String, Family> families = new TreeMap<>();
        for (String line : Files.readAllLines(Golden.ROOT.resolve("docs/metrics.md"))) {
            if (line.startsWith("| `mvm_")) {
                String[] cells = line.split("\\|", -1);
                String name = cells[1].strip().replace("`", "");
                Set<String> labels = new TreeSet<>(List.of(cells[2].strip().split(", *")));
                families.put(name, new Family(labels, cells[3].strip()));
                if (cells[3].strip().equals("summary")) {
                    families.put(name + "_count", new Family(labels, "counter"));
                }
            }
        }
        return families;
    }

    /** Grafana's units that the dashboards may use; the types' check knows all of them. */
    static final Set<String> UNITS = Set.of(
            "none",
            "locale",
            "sishort",
            "percentunit",
            "s",
            "bytes",
            "cps",
            "ops",
            "reqps",
            "dateTimeAsIso",
            "dateTimeAsIsoNoDateIfToday");

    /**
     * Lines of grafana/tests/lint-exclusions.txt: {@code RULE | DASHBOARD | PANEL | reason}, the middle two with * for any. Remembers
     * which were needed.
     */
    static final class Exclusions {
        private final Map<List<String>, String> reasons = new LinkedHashMap<>();
        private final Set<List<String>> needed = new java.util.HashSet<>();

        Exclusions() throws IOException {
            for (String line : Files.readAllLines(GRAFANA.resolve("tests/lint-exclusions.txt"))) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] parts = line.split(" *\\| *", 4);
                if (parts.length != 4 || parts[3].length() < 20) {
                    throw new IllegalStateException(
                            "lint-exclusions.txt: expected RULE | DASHBOARD | PANEL | reason, got '" + line + "'");
                }
                reasons.put(List.of(parts[0], parts[1], parts[2]), parts[3]);
            }
        }

        boolean excuse(String rule, String dashboard, String panel) {
            for (List<String> key :
                    List.of(List.of(rule, dashboard, panel), List.of(rule, dashboard, "*"), List.of(rule, "*", "*"))) {
                if (reasons.containsKey(key)) {
                    needed.add(key);
                    return true;
                }
            }
            return false;
        }

        /** Exclusions of a rule that excuse nothing any more. */
        List<List<String>> idle(String rule) {
            return reasons.keySet().stream()
                    .filter(key -> key.get(0).equals(rule) && !needed.contains(key))
                    .toList();
        }

        Set<String> rules() {
            Set<String> rules = new TreeSet<>();
            reasons.keySet().forEach(key -> rules.add(key.get(0)));
            return rules;
        }
    }
}

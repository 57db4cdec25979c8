package io.mvm.exporter.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.exporter.fixture.Golden;
import io.mvm.exporter.stack.RuleFiles.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Holds rules, their tests, runbooks and the page of metrics together: none of them may drift away from the others. */
class RulesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/metrics.txt");
    private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info", "none");
    private static final Set<String> CATEGORIES =
            Set.of("authoring", "committee", "keys", "finality", "chain", "node", "host", "mvm", "alerting");

    /** Series that others make: Prometheus, Alertmanager and the JVM's own exports. */
    private static final Set<String> FOREIGN = Set.of(
            "up",
            "ALERTS",
            "alertmanager_config_last_reload_successful",
            "alertmanager_notifications_failed_total",
            "alertmanager_notifications_total",
            "jvm_memory_bytes_max",
            "jvm_memory_bytes_used",
            "jvm_threads_deadlocked",
            "process_start_time_seconds",
            "prometheus_config_last_reload_successful",
            "prometheus_notifications_dropped_total",
            "prometheus_notifications_errors_total",
            "prometheus_rule_evaluation_failures_total");

    private static final Pattern SELECTOR = Pattern.compile("(mvm_\\w+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
    private static final Pattern METRIC = Pattern.compile("\\bmvm_[a-z0-9_]+\\b");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\)");

    private final List<Rule> alerts = RuleFiles.alerts();
    private final Set<String> names = alerts.stream().map(Rule::alert).collect(Collectors.toCollection(TreeSet::new));

    @Test
    void everySeriesAskedForIsOnThePageRecordedOrForeign() {
        Set<String> page = page().keySet();
        Set<String> recorded = RuleFiles.rules().stream()
                .map(Rule::record)
                .filter(record -> record != null)
                .collect(Collectors.toSet());
        for (Rule rule : RuleFiles.rules()) {
            for (String name : RuleFiles.series(rule.expression())) {
                assertThat(page.contains(name) || recorded.contains(name) || FOREIGN.contains(name))
                        .as("%s, asked for by %s%s", name, rule.alert(), rule.record())
                        .isTrue();
            }
        }
    }

    @Test
    void everyLabelSelectedIsOneThatThePageHas() {
        Map<String, Set<String>> page = page();
        for (Rule rule : RuleFiles.rules()) {
            Matcher selector = SELECTOR.matcher(rule.expression());
            while (selector.find()) {
                Matcher label = LABEL.matcher(selector.group(2));
                while (label.find()) {
                    assertThat(page.get(selector.group(1)))
                            .as("labels of %s", selector.group(1))
                            .contains(label.group(1));
                }
            }
        }
    }

    @Test
    void thereAreManyAndNoneTwice() {
        assertThat(names).hasSizeGreaterThanOrEqualTo(40);
        assertThat(alerts.stream().map(rule -> rule.alert() + " " + rule.label("severity")))
                .doesNotHaveDuplicates();
        assertThat(alerts.stream().map(rule -> rule.alert() + " in " + rule.group() + ", " + rule.label("category")))
                .as("steps of one alert stand together")
                .hasSizeGreaterThan(names.size())
                .satisfies(all -> assertThat(Set.copyOf(all)).hasSameSizeAs(names));
    }

    @Test
    void everyAlertSaysWhatItIsAndWhatToDo() {
        for (Rule rule : alerts) {
            assertThat(rule.label("severity")).as(rule.alert()).isIn(SEVERITIES);
            assertThat(rule.label("category")).as(rule.alert()).isIn(CATEGORIES);
            assertThat(rule.body()).as(rule.alert()).containsKey("for");
            assertThat(rule.annotation("summary")).as(rule.alert()).isNotBlank().hasSizeLessThan(120);
            assertThat(rule.annotation("description")).as(rule.alert()).endsWith(".");
            assertThat(rule.annotation("runbook_url"))
                    .as(rule.alert())
                    .isEqualTo("{{ with $externalLabels.docs }}{{ . }}/{{ end }}docs/runbooks/" + rule.alert() + ".md");
        }
    }

    @Test
    void everyRunbookIsOfAnAlertHasThreeChecksAndLinksThatHold() {
        Set<String> documented = metricsDocumented();
        Set<String> pages = new TreeSet<>();
        for (Path file : RuleFiles.files(RuleFiles.RUNBOOKS, ".md")) {
            String text = RuleFiles.read(file);
            Matcher link = LINK.matcher(text);
            while (link.find()) {
                assertThat(file.resolveSibling(link.group(1)))
                        .as("link in %s", file.getFileName())
                        .exists();
            }
            Matcher metric = METRIC.matcher(text);
            while (metric.find()) {
                assertThat(documented).as(file.getFileName().toString()).contains(metric.group());
            }
            if (!file.endsWith("README.md")) {
                pages.add(file.getFileName().toString().replace(".md", ""));
                assertThat(text.lines()).as(file.toString()).contains("## Check", "## Fix", "## Escalate");
                assertThat(text.lines().filter(line -> line.matches("\\d\\. .*")))
                        .as(file.toString())
                        .hasSize(3);
            }
        }
        assertThat(pages).isEqualTo(names);
        String index = RuleFiles.read(RuleFiles.RUNBOOKS.resolve("README.md"));
        assertThat(names).allSatisfy(name -> assertThat(index).contains("(" + name + ".md)"));
    }

    @Test
    void everyStepOfEveryAlertIsShownToFireAndEveryAlertToKeepSilent() {
        Set<String> fired = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        int assertions = 0;
        for (Path file : RuleFiles.files(RuleFiles.TESTS, ".yml")) {
            for (Map<String, Object> group : RuleFiles.maps(RuleFiles.yaml(file).get("tests"))) {
                for (Map<String, Object> one : RuleFiles.maps(group.get("alert_rule_test"))) {
                    assertions++;
                    List<Map<String, Object>> expected = RuleFiles.maps(one.get("exp_alerts"));
                    if (expected.isEmpty()) {
                        silent.add((String) one.get("alertname"));
                    }
                    for (Map<String, Object> alert : expected) {
                        fired.add(one.get("alertname") + " " + ((Map<?, ?>) alert.get("exp_labels")).get("severity"));
                    }
                }
            }
        }
        assertThat(fired)
                .isEqualTo(alerts.stream()
                        .map(rule -> rule.alert() + " " + rule.label("severity"))
                        .collect(Collectors.toCollection(TreeSet::new)));
        Set<String> notAlways = new TreeSet<>(names);
        notAlways.remove("Watchdog");
        assertThat(silent).isEqualTo(notAlways);
        assertThat(assertions).isGreaterThanOrEqualTo(7 * names.size());
    }

    @Test
    void testsEvaluateFiguresBeforeTheAlertsThatUseThem() {
        // promtool puts groups that are not named before all others, in no order.
        List<String> groups = new ArrayList<>(
                RuleFiles.rules().stream().map(Rule::group).distinct().toList());
        for (Path file : RuleFiles.files(RuleFiles.TESTS, ".yml")) {
            Map<String, Object> test = RuleFiles.yaml(file);
            assertThat((List<?>) test.get("group_eval_order"))
                    .as(file.toString())
                    .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                    .containsExactlyInAnyOrderElementsOf(groups);
        }
    }

    @Test
    void everyTestLoadsTheRulesThatItIsAbout() {
        // An alert whose rule is not loaded keeps silent whatever happens.
        for (Path file : RuleFiles.files(RuleFiles.TESTS, ".yml")) {
            Map<String, Object> test = RuleFiles.yaml(file);
            Set<String> loaded = new TreeSet<>();
            List<?> files = (List<?>) test.get("rule_files");
            for (Object name : files) {
                RuleFiles.rules(file.resolveSibling(name.toString())).stream()
                        .map(Rule::alert)
                        .filter(alert -> alert != null)
                        .forEach(loaded::add);
            }
            assertThat(files.get(0)).as(file.toString()).isEqualTo("../rules/recording.yml");
            Set<String> tested = new TreeSet<>();
            for (Map<String, Object> group : RuleFiles.maps(test.get("tests"))) {
                for (Map<String, Object> one : RuleFiles.maps(group.get("alert_rule_test"))) {
                    tested.add((String) one.get("alertname"));
                }
            }
            assertThat(loaded).as(file.toString()).containsAll(tested);
        }
    }

    @Test
    void prometheusScrapesWhatTheRulesJudge() {
        Map<String, Object> config = RuleFiles.yaml(Golden.ROOT.resolve("prometheus/prometheus.yml"));
        assertThat(config.get("rule_files")).isEqualTo(List.of("rules/*.yml"));
        Set<String> jobs = RuleFiles.maps(config.get("scrape_configs")).stream()
                .map(job -> (String) job.get("job_name"))
                .collect(Collectors.toSet());
        assertThat(jobs).contains("mvm", "prometheus", "alertmanager");
        Pattern job = Pattern.compile("job=\"(\\w+)\"");
        for (Rule rule : alerts) {
            Matcher named = job.matcher(rule.expression());
            while (named.find()) {
                assertThat(jobs).as(rule.alert()).contains(named.group(1));
            }
        }
    }

    /** Names of the samples of the page, with their labels and those that Prometheus adds. */
    private static Map<String, Set<String>> page() {
        Map<String, Set<String>> page = new HashMap<>();
        RuleFiles.read(GOLDEN).lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Set<String> labels = page.computeIfAbsent(line.replaceFirst("[{ ].*", ""), name -> new TreeSet<>());
            Matcher label = LABEL.matcher(line);
            while (label.find()) {
                labels.add(label.group(1));
            }
            labels.addAll(List.of("instance", "job"));
        });
        return page;
    }

    private static Set<String> metricsDocumented() {
        Set<String> documented = new TreeSet<>();
        String file = RuleFiles.read(Golden.ROOT.resolve("docs/metrics.md"));
        Matcher metric = METRIC.matcher(file);
        while (metric.find()) {
            documented.add(metric.group());
        }
        // Parts of recorded names, split at the colons, are named after metrics too.
        RuleFiles.rules().stream()
                .map(Rule::record)
                .filter(record -> record != null)
                .forEach(record -> documented.addAll(Arrays.asList(record.split(":"))));
        assertThat(Files.exists(GOLDEN)).isTrue();
        return documented;
    }
}

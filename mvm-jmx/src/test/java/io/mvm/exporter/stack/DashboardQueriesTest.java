package io.mvm.exporter.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mvm.exporter.stack.Dashboards.Dashboard;
import io.mvm.exporter.stack.Dashboards.Family;
import io.mvm.exporter.stack.Dashboards.Panel;
import io.mvm.exporter.stack.Dashboards.Selector;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What dashboards ask, by the rules of Grafana's dashboard linter, written anew, and our own. What is excused has its reason in
 * grafana/tests/lint-exclusions.txt. Queries are run by grafana/tests/queries.
 */
class DashboardQueriesTest extends DashboardRules {
    private static final String DATASOURCE = "${datasource}";
    private static final Set<String> OUTSIDE = Set.of(
            "up",
            "ALERTS",
            "scrape_duration_seconds",
            "scrape_samples_post_metric_relabeling",
            "process_start_time_seconds",
            "process_cpu_seconds_total",
            "process_open_fds",
            "process_max_fds",
            "process_resident_memory_bytes",
            "jvm_memory_bytes_used",
            "jvm_memory_bytes_max",
            "jvm_gc_collection_seconds_sum",
            "jvm_threads_current",
            "jvm_threads_deadlocked");

    DashboardQueriesTest() throws IOException {}

    @Test
    void everythingAsksTheChosenDataSource() {
        for (Dashboard dashboard : dashboards) {
            for (Panel panel : dashboard.panels()) {
                check(panel, panel.json());
                panel.targets().forEach(target -> check(panel, target));
                if (panel.targets().isEmpty()) {
                    fault(panel, "asks nothing");
                }
            }
            dashboard.annotations().forEach(annotation -> check(dashboard, annotation));
            for (JsonNode variable : dashboard.variables()) {
                if (variable.path("type").asText().equals("query")) {
                    check(dashboard, variable);
                }
            }
        }
        noFaults();
    }

    private void check(Object where, JsonNode asking) {
        JsonNode source = asking.path("datasource");
        if (!source.path("uid").asText().equals(DATASOURCE)
                || !source.path("type").asText().equals("prometheus")) {
            fault(where, "data source " + source);
        }
    }

    @Test
    void variablesAreThereUsedAndFresh() {
        for (Dashboard dashboard : dashboards) {
            Set<String> defined = new TreeSet<>();
            for (JsonNode variable : dashboard.variables()) {
                String name = variable.path("name").asText();
                defined.add(name);
                if (variable.path("label").asText().isBlank()
                        || variable.path("description").asText().isBlank()) {
                    fault(dashboard, "variable " + name + " without label or description");
                }
                if (variable.path("type").asText().equals("query")
                        && variable.path("refresh").asInt() != 2) {
                    fault(dashboard, "variable " + name + " is not renewed with the time range");
                }
                boolean instance = name.equals("instance");
                if (instance
                        && !(variable.path("multi").asBoolean()
                                && variable.path("allValue").asText().equals(".+"))) {
                    fault(dashboard, "variable instance takes not many, or not .+ for all");
                }
            }
            Set<String> used = new TreeSet<>();
            Matcher variable = Pattern.compile("\\$\\{?([a-z_]\\w*)")
                    .matcher(dashboard.json().toString());
            while (variable.find()) {
                used.add(variable.group(1));
            }
            used.removeIf(name -> name.startsWith("__"));
            if (!used.equals(defined)) {
                fault(dashboard, "variables defined are " + defined + ", used are " + used);
            }
            for (String name : List.of("datasource", "instance", "chain", "job")) {
                if (!defined.contains(name) && !exclusions.excuse("template-" + name, dashboard.file(), "*")) {
                    fault(dashboard, "no variable " + name);
                }
            }
        }
        noFaults("template-datasource", "template-instance", "template-chain", "template-job");
    }

    @Test
    void selectorsNameChainAndInstanceByVariable() throws IOException {
        Map<String, Family> families = Dashboards.families();
        assertThat(families).hasSizeGreaterThan(100);
        for (Dashboard dashboard : dashboards) {
            dashboard.expressions().forEach((where, expression) -> {
                for (Selector selector : Dashboards.selectors(expression)) {
                    String labels = selector.labels();
                    boolean listing = expression.startsWith("label_values(mvm_build_info, instance)");
                    boolean alerts = selector.family().equals("ALERTS");
                    if (!labels.contains("instance=~\"$instance\"") && !alerts && !listing) {
                        fault(where, selector.family() + " of any instance");
                    }
                    Family family = families.get(selector.family());
                    boolean chain = family != null && family.labels().contains("chain");
                    if (chain && !labels.contains("chain=\"$chain\"") && !where.endsWith("variable chain")) {
                        fault(where, selector.family() + " of any chain");
                    }
                    if (Pattern.compile("(chain|instance|validator|job|endpoint)=~?\"(?!\\$)")
                            .matcher(labels)
                            .find()) {
                        fault(where, "a fixed chain, instance, validator, job or endpoint in {" + labels + "}");
                    }
                }
            });
        }
        noFaults();
    }

    @Test
    void metricsExist() throws IOException {
        Set<String> known = new TreeSet<>(Dashboards.families().keySet());
        Set<String> named = new TreeSet<>();
        for (Dashboard dashboard : dashboards) {
            dashboard.expressions().forEach((where, expression) -> {
                // Whatever looks like one, not only what stands where a family stands.
                Matcher name =
                        Pattern.compile("\\b(mvm_|jvm_|process_|scrape_)\\w+").matcher(expression);
                while (name.find()) {
                    named.add(name.group());
                    if (!known.contains(name.group()) && !OUTSIDE.contains(name.group())) {
                        fault(where, name.group() + " is not in docs/metrics.md");
                    }
                }
            });
        }
        noFaults();
        Set<String> unshown = new TreeSet<>(known);
        unshown.removeAll(named);
        unshown.removeIf(name -> exclusions.excuse("shown", "*", name));
        assertThat(unshown).as("families that no dashboard shows").isEmpty();
        noFaults("shown");
    }

    @Test
    void countersAreReadAsGrowthOverTheRightSpan() throws IOException {
        Map<String, Family> families = Dashboards.families();
        for (Dashboard dashboard : dashboards) {
            for (Panel panel : dashboard.panels()) {
                for (JsonNode target : panel.targets()) {
                    String expression = target.path("expr").asText();
                    Matcher rate = Pattern.compile("\\bi?rate\\([^\\[]*\\[([^\\]]*)\\]")
                            .matcher(expression);
                    while (rate.find()) {
                        if (!rate.group(1).equals("$__rate_interval")) {
                            fault("target-rate-interval", panel, "rate over " + rate.group(1));
                        }
                    }
                    for (Selector selector : Dashboards.selectors(expression)) {
                        Family family = families.get(selector.family());
                        boolean counter = family != null && family.type().equals("counter");
                        String before = expression.substring(0, selector.at());
                        boolean growth = before.matches("(?s).*\\b(i?rate|increase)\\($") && selector.range();
                        if (counter && !growth) {
                            fault("target-counter-agg", panel, selector.family() + " as it stands");
                        }
                    }
                }
            }
        }
        noFaults("target-rate-interval", "target-counter-agg");
    }

    @Test
    void exclusionsAreOfRulesThatAreChecked() {
        assertThat(Set.of(
                        "template-datasource",
                        "template-instance",
                        "template-chain",
                        "template-job",
                        "target-rate-interval",
                        "target-counter-agg",
                        "shown"))
                .containsAll(exclusions.rules());
    }
}

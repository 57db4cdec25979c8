package io.mvm.exporter.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mvm.exporter.fixture.Golden;
import io.mvm.exporter.stack.Dashboards.Dashboard;
import io.mvm.exporter.stack.Dashboards.Panel;
import io.mvm.exporter.stack.Dashboards.Selector;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every dashboard shows of itself: panels, words, places and links. Types are checked by grafana/tests/typecheck. */
class DashboardsTest extends DashboardRules {
    private static final Set<String> HEAD = Set.of(
            "mvm_validator_slots_owed_total",
            "mvm_validator_slots_missed_total",
            "mvm_validator_slots_orphaned_total",
            "mvm_validator_slots_owed_epoch",
            "mvm_validator_slots_missed_epoch",
            "mvm_validator_blocks_epoch",
            "mvm_validator_consecutive_missed",
            "mvm_network_slots_owed_total",
            "mvm_network_slots_produced_total",
            "mvm_network_slots_orphaned_total",
            "mvm_network_slots_missed_total");

    DashboardsTest() throws IOException {}

    @Test
    void dashboardsAreTheSevenAndStayAsTheyAre() {
        assertThat(dashboards)
                .extracting(Dashboard::file)
                .containsExactly(
                        "mvm-committee-network",
                        "mvm-finality-voters",
                        "mvm-history-sla",
                        "mvm-internals",
                        "mvm-node-host",
                        "mvm-overview",
                        "mvm-validator");
        for (Dashboard dashboard : dashboards) {
            JsonNode json = dashboard.json();
            assertThat(json.path("uid").asText()).isEqualTo(dashboard.file());
            assertThat(json.path("title").asText()).as(dashboard.file()).startsWith("MVM / ");
            assertThat(json.path("schemaVersion").asInt()).as(dashboard.file()).isEqualTo(42);
            assertThat(json.path("editable").asBoolean(true))
                    .as(dashboard.file())
                    .isFalse();
            assertThat(json.path("graphTooltip").asInt()).as(dashboard.file()).isEqualTo(1);
            assertThat(json.path("tags"))
                    .as(dashboard.file())
                    .extracting(JsonNode::asText)
                    .containsExactly("mvm");
            // A dashboard exported for sharing asks for its inputs, which nobody answers when it is provisioned.
            for (String key : List.of("__inputs", "__requires", "id")) {
                assertThat(json.has(key)).as("%s in %s", key, dashboard.file()).isFalse();
            }
        }
        Set<String> titles = dashboards.stream()
                .map(dashboard -> dashboard.json().path("title").asText())
                .collect(Collectors.toSet());
        assertThat(titles).hasSameSizeAs(dashboards);
    }

    @Test
    void panelsHaveTitleSentenceUnitAndWordForNothing() {
        for (Dashboard dashboard : dashboards) {
            Set<String> titles = new HashSet<>();
            for (Panel panel : dashboard.panels()) {
                if (panel.title().isBlank() || !titles.add(panel.title())) {
                    fault(panel, "title missing, or there twice");
                }
                String sentence = panel.description();
                if (!sentence.endsWith(".")
                        || sentence.length() < 20
                        || sentence.length() > 160
                        || sentence.contains(". ")) {
                    fault(panel, "description is not one sentence of 20 to 160 characters: " + sentence);
                }
                if (!Dashboards.UNITS.contains(panel.defaults().path("unit").asText())) {
                    fault(panel, "unit '" + panel.defaults().path("unit").asText() + "'");
                }
                if (!panel.defaults().path("noValue").asText().equals("unknown")) {
                    fault(panel, "no data is not called unknown");
                }
                boolean nulls = Dashboards.list(panel.defaults().path("mappings")).stream()
                        .anyMatch(mapping ->
                                mapping.path("options").path("match").asText().equals("null+nan")
                                        && mapping.path("options")
                                                .path("result")
                                                .path("text")
                                                .asText()
                                                .equals("unknown"));
                if (!nulls) {
                    fault(panel, "null is not called unknown");
                }
                JsonNode steps = panel.defaults().path("thresholds").path("steps");
                if (!steps.path(0).path("value").isNull()) {
                    fault(panel, "thresholds have no base colour");
                }
                for (int i = 2; i < steps.size(); i++) {
                    if (steps.path(i).path("value").asDouble()
                            <= steps.path(i - 1).path("value").asDouble()) {
                        fault(panel, "thresholds do not rise");
                    }
                }
            }
        }
        noFaults();
    }

    @Test
    void targetsHaveIdAndLegendAndAreShown() {
        for (Dashboard dashboard : dashboards) {
            for (Panel panel : dashboard.panels()) {
                Set<String> ids = new HashSet<>();
                for (JsonNode target : panel.targets()) {
                    if (!ids.add(target.path("refId").asText()) || ids.contains("")) {
                        fault(panel, "refId missing, or there twice");
                    }
                    if (target.path("legendFormat").asText().isBlank()
                            || target.path("legendFormat").asText().equals("__auto")) {
                        fault(panel, "target without legend");
                    }
                    if (target.path("hide").asBoolean()
                            || target.path("expr").asText().isBlank()) {
                        fault(panel, "target hidden or empty");
                    }
                }
            }
        }
        noFaults();
    }

    @Test
    void headAndFinalizedViewAreToldApart() {
        for (Dashboard dashboard : dashboards) {
            for (Panel panel : dashboard.panels()) {
                String said = panel.row()
                        + panel.title()
                        + panel.description()
                        + panel.json().path("transformations");
                boolean head = false;
                boolean finalized = false;
                for (JsonNode target : panel.targets()) {
                    for (Selector selector :
                            Dashboards.selectors(target.path("expr").asText())) {
                        head |= HEAD.contains(selector.family());
                        finalized |= selector.family().matches("mvm_(validator|network)_finalized_.*");
                    }
                }
                if (head && !Pattern.compile("\\bhead\\b").matcher(said).find()) {
                    fault(panel, "shows the head view and does not say so");
                }
                if (finalized && !Pattern.compile("final|judged").matcher(said).find()) {
                    fault(panel, "shows the finalized view and does not say so");
                }
            }
        }
        noFaults();
    }

    @Test
    void panelsLieOnTheGridWithoutOverlap() {
        for (Dashboard dashboard : dashboards) {
            Set<Integer> ids = new HashSet<>();
            boolean[][] taken = new boolean[1000][24];
            for (JsonNode panel : dashboard.json().path("panels")) {
                JsonNode place = panel.path("gridPos");
                String where = dashboard + ", '" + panel.path("title").asText() + "'";
                if (!ids.add(panel.path("id").asInt()) || panel.path("id").asInt() < 1) {
                    fault(where, "id missing, or there twice");
                }
                int x = place.path("x").asInt(-1);
                int right = x + place.path("w").asInt();
                if (x < 0 || right > 24 || right <= x || place.path("h").asInt() < 1) {
                    fault(where, "place " + place);
                    continue;
                }
                for (int row = place.path("y").asInt();
                        row < place.path("y").asInt() + place.path("h").asInt();
                        row++) {
                    for (int column = x; column < right; column++) {
                        if (taken[row][column]) {
                            fault(where, "lies on another at " + column + ", " + row);
                        }
                        taken[row][column] = true;
                    }
                }
            }
        }
        noFaults();
    }

    @Test
    void eventsAreMarked() {
        for (Dashboard dashboard : dashboards) {
            assertThat(dashboard.annotations())
                    .as(dashboard.file())
                    .extracting(annotation -> annotation.path("name").asText())
                    .containsExactly("Epoch changes", "Node restarts", "Monitor restarts", "Maintenance", "Alerts");
        }
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        Set<String> uids = dashboards.stream().map(Dashboard::file).collect(Collectors.toSet());
        Set<String> runbooks = new TreeSet<>();
        for (Dashboard dashboard : dashboards) {
            Matcher detail =
                    Pattern.compile("\"/d/([^\"?/]+)").matcher(dashboard.json().toString());
            Set<String> led = new TreeSet<>();
            while (detail.find()) {
                led.add(detail.group(1));
            }
            if (!uids.containsAll(led) || !led.contains("mvm-overview")) {
                fault(dashboard, "leads to " + led);
            }
            boolean others = Dashboards.list(dashboard.json().path("links")).stream()
                    .anyMatch(link -> link.path("type").asText().equals("dashboards")
                            && link.path("keepTime").asBoolean()
                            && link.path("includeVars").asBoolean());
            if (!others) {
                fault(dashboard, "does not lead to the others with time and variables");
            }
            Matcher runbook = Pattern.compile("docs/runbooks/(\\w+\\.md)")
                    .matcher(dashboard.json().toString());
            while (runbook.find()) {
                runbooks.add(runbook.group(1));
            }
        }
        noFaults();
        assertThat(runbooks).hasSizeGreaterThan(20);
        assertThat(runbooks)
                .allSatisfy(
                        name -> assertThat(Golden.ROOT.resolve("docs/runbooks").resolve(name))
                                .exists());
    }
}

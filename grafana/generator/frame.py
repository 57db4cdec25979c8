"""What every dashboard has around its panels: variables, annotations, links, and the grid."""
from . import panels
from .promql import INSTANCE, named, of_chain, of_validators, select

SCHEMA = 42
# Where a browser finds docs/runbooks of this project: by default below Grafana itself, whose folder public/mvm/docs/runbooks is
# mounted from it. Put the address of a copy of the repository here to have the pages rendered.
DOCS = "/public/mvm"
TITLES = {
    "mvm-overview": "Overview",
    "mvm-validator": "Validator",
    "mvm-committee-network": "Committee and network",
    "mvm-finality-voters": "Finality and voters",
    "mvm-node-host": "Node and host",
    "mvm-internals": "Internals",
    "mvm-history-sla": "History and SLA",
}


def _query_variable(name, label, description, text, **more):
    made = {
        "type": "query",
        "name": name,
        "label": label,
        "description": description,
        "datasource": panels.DATASOURCE,
        "query": {"query": text, "refId": "Variable-" + name},
        "refresh": 2,
        "sort": 1,
        "regex": "",
        "hide": 0,
        "multi": False,
        "includeAll": False,
        "current": {},
        "options": [],
    }
    made.update(more)
    return made


def _variables(chain, validator):
    yield {"type": "constant", "name": "docs", "label": "Documentation", "description": "Where runbooks are read.", "query": DOCS, "hide": 2,
           "skipUrlSync": True, "current": {"text": DOCS, "value": DOCS}, "options": []}
    yield {
        "type": "datasource",
        "name": "datasource",
        "label": "Data source",
        "description": "The Prometheus that scrapes MVM.",
        "query": "prometheus",
        "regex": "",
        "refresh": 1,
        "hide": 0,
        "multi": False,
        "includeAll": False,
        "current": {},
        "options": [],
    }
    yield _query_variable(
        "instance", "Instance", "The monitors looked at.", "label_values(mvm_build_info, instance)",
        multi=True, includeAll=True, allValue=".+", current={"selected": True, "text": ["All"], "value": ["$__all"]},
    )
    if chain:
        yield _query_variable(
            "chain", "Chain", "The network.", "label_values(%s, chain)" % select("mvm_node_up", scope=INSTANCE)
        )
    if validator:
        # Ours first, so that a dashboard opens with it: 2 for ours, 1 for others, in falling order.
        ours = "max by (name, validator) (%s)" % named("2 * " + of_validators("mvm_validator_info", 'ours="true"'))
        others = "max by (name, validator) (%s)" % named(of_validators("mvm_validator_info"))
        yield _query_variable(
            "validator", "Validator", "The validator looked at; ours come first.",
            "query_result(sort_desc(%s or %s))" % (ours, others),
            sort=0, regex='/name="(?<text>.*)",validator="(?<value>[^"]+)"/',
        )


def _annotation(name, color, expression, title, text, tags="", by_value=False, step="30s", enable=True):
    return {
        "name": name,
        "enable": enable,
        "hide": False,
        "iconColor": color,
        "datasource": panels.DATASOURCE,
        "expr": expression,
        "step": step,
        "titleFormat": title,
        "textFormat": text,
        "tagKeys": tags,
        # The value is the time, in milliseconds: exact, and one mark however many samples there are.
        "useValueForTime": by_value,
    }


def _annotations(chain):
    yield {
        "name": "Annotations & Alerts",
        "builtIn": 1,
        "datasource": {"type": "grafana", "uid": "-- Grafana --"},
        "enable": True,
        "hide": True,
        "iconColor": "rgba(0, 211, 255, 1)",
        "type": "dashboard",
    }
    if chain:
        # An epoch changes when the one before it ends.
        yield _annotation(
            "Epoch changes", "purple",
            "1000 * " + of_chain("mvm_sidechain_epoch_end_timestamp_seconds"),
            "Epoch change", "A sidechain epoch ends and the next committee takes over", by_value=True, step="15s",
        )
    if chain:
        yield _annotation(
            "Node restarts", "orange", "1000 * " + of_chain("mvm_node_start_timestamp_seconds"),
            "Node restarted", "The node's process started", by_value=True,
        )
    yield _annotation(
        "Monitor restarts", "yellow",
        "1000 * max by (instance) (%s and on (instance) %s)" % (
            select("process_start_time_seconds", scope=INSTANCE), select("mvm_build_info", scope=INSTANCE)),
        "MVM restarted", "{{instance}}", tags="instance", by_value=True,
    )
    if chain:
        yield _annotation(
            "Maintenance", "blue", of_chain("mvm_maintenance_active"), "Maintenance",
            "A maintenance window of ours", by_value=False,
        )
    alerts = 'ALERTS{alertstate="firing", severity=~"critical|warning"%s}' % (', chain=~"$chain|"' if chain else "")
    yield _annotation(
        "Alerts", "red", "max by (alertname, severity) (%s)" % alerts, "{{alertname}}", "{{severity}}",
        tags="severity",
    )


def _place(parts):
    """Left to right, in the order given; a row of panels is as high as its highest."""
    x = y = high = 0
    for number, part in enumerate(parts, 1):
        part["id"] = number
        if part["type"] == "row":
            y += high
            part["gridPos"] = {"x": 0, "y": y, "w": 24, "h": 1}
            x, y, high = 0, y + 1, 0
            continue
        size = part["gridPos"]
        if x + size["w"] > 24:
            x, y, high = 0, y + high, 0
        part["gridPos"] = {"x": x, "y": y, "w": size["w"], "h": size["h"]}
        x += size["w"]
        high = max(high, size["h"])
    return parts


def dashboard(uid, description, parts, *, chain=True, validator=False, since="now-6h", refresh="30s"):
    link = {"asDropdown": False, "icon": "external link", "includeVars": True, "keepTime": True, "tags": [], "targetBlank": False}
    return {
        "uid": uid,
        "title": "MVM / " + TITLES[uid],
        "description": description,
        "tags": ["mvm"],
        "schemaVersion": SCHEMA,
        "version": 1,
        "editable": False,
        "graphTooltip": 1,
        "refresh": refresh,
        "time": {"from": since, "to": "now"},
        "timezone": "utc",
        "timepicker": {},
        "fiscalYearStartMonth": 0,
        "preload": False,
        "links": [
            dict(link, title=TITLES["mvm-overview"], type="link", icon="dashboard", url="/d/mvm-overview", tooltip="Am I OK?"),
            dict(link, title="Details", type="dashboards", asDropdown=True, tags=["mvm"], tooltip="The other dashboards"),
            dict(link, title="Runbooks", type="link", icon="doc", url=panels.RUNBOOKS + "/README.md", includeVars=False, keepTime=False,
                 targetBlank=True, tooltip="What to do for each alert"),
        ],
        "annotations": {"list": list(_annotations(chain))},
        "templating": {"list": list(_variables(chain, validator))},
        "panels": _place(parts),
    }

"""Panels, each kind made in one way. Required of every one: title, description of one sentence, unit, no-data text."""

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
UNKNOWN = "unknown"
RED, ORANGE, YELLOW, GREEN, BLUE, GREY = "red", "orange", "yellow", "green", "blue", "text"
# The variable says where the project's files can be read; see frame.
RUNBOOKS = "${docs}/docs/runbooks"
UNKNOWN_MAPPING = {"type": "special", "options": {"match": "null+nan", "result": {"text": UNKNOWN, "color": GREY, "index": 99}}}


def words(*entries):
    """Values shown as words: (value, text, colour)..."""
    options = {
        str(value): {"text": text, "color": color, "index": index} for index, (value, text, color) in enumerate(entries)
    }
    return [{"type": "value", "options": options}]


YES_NO = words((0, "no", RED), (1, "yes", GREEN))
NO_YES = words((0, "no", GREEN), (1, "yes", ORANGE))
UP_DOWN = words((0, "down", RED), (1, "up", GREEN))
CONDITIONS = words((0, "ok", GREEN), (1, "syncing", BLUE), (2, "frozen", ORANGE), (3, "stalled", ORANGE), (4, "down", RED))
OUTCOMES = words(
    (0, "no slot", "#4a4a4a"),
    (1, "produced", GREEN),
    (2, "maintenance", BLUE),
    (3, "orphaned", "purple"),
    (4, "network", YELLOW),
    (5, "node", ORANGE),
    (6, "alone", RED),
)
CAUSE_COLORS = {
    "produced": GREEN,
    "maintenance": BLUE,
    "orphaned": "purple",
    "network": YELLOW,
    "node": ORANGE,
    "alone": RED,
}


def steps(base, *pairs):
    """Colours by value: the base colour, then from each value on."""
    return {
        "mode": "absolute",
        "steps": [{"color": base, "value": None}] + [{"color": color, "value": value} for value, color in pairs],
    }


def query(expression, legend, instant=False, table=False):
    made = {
        "datasource": DATASOURCE,
        "editorMode": "code",
        "expr": expression,
        "legendFormat": legend,
        "instant": instant,
        "range": not instant,
        "format": "table" if table else "time_series",
    }
    return made


def now(expression, legend):
    return query(expression, legend, instant=True)


def column(expression, legend):
    return query(expression, legend, instant=True, table=True)


def runbook(alert):
    return {
        "title": "Runbook: " + alert,
        "url": "%s/%s.md" % (RUNBOOKS, alert),
        "type": "link",
        "icon": "doc",
        "targetBlank": True,
        "asDropdown": False,
        "includeVars": False,
        "keepTime": False,
        "tags": [],
        "tooltip": "What it means and what to do",
    }


def detail(uid, title):
    return {
        "title": title,
        "url": "/d/%s" % uid,
        "type": "link",
        "icon": "dashboard",
        "targetBlank": False,
        "asDropdown": False,
        "includeVars": True,
        "keepTime": True,
        "tags": [],
        "tooltip": "In detail",
    }


def override(name, **properties):
    """For the column or series of this name; the keys are paths, with __ for a dot."""
    return {
        "matcher": {"id": "byName", "options": name},
        "properties": [{"id": key.replace("__", "."), "value": value} for key, value in properties.items()],
    }


def colored(names):
    return [override(name, color={"mode": "fixed", "fixedColor": color}) for name, color in names.items()]


def _panel(kind, title, description, targets, unit, w, h, options, *, thresholds=None, mappings=(), custom=None, overrides=(),
           links=(), minimum=None, maximum=None, decimals=None, color=None, interval=None, transformations=(), time_from=None):
    for letter, target in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", targets):
        target["refId"] = letter
    defaults = {
        "unit": unit,
        "noValue": UNKNOWN,
        "mappings": list(mappings) + [UNKNOWN_MAPPING],
        "thresholds": thresholds or steps(GREY),
        "color": color or {"mode": "thresholds"},
    }
    for key, value in (("min", minimum), ("max", maximum), ("decimals", decimals), ("custom", custom)):
        if value is not None:
            defaults[key] = value
    made = {
        "type": kind,
        "title": title,
        "description": description,
        "datasource": DATASOURCE,
        "targets": list(targets),
        "fieldConfig": {"defaults": defaults, "overrides": list(overrides)},
        "options": options,
        "links": list(links),
        "transformations": list(transformations),
        "gridPos": {"w": w, "h": h},
    }
    if interval:
        made["interval"] = interval
    if time_from:
        made["timeFrom"] = time_from
    return made


def _reduce():
    return {"calcs": ["lastNotNull"], "fields": "", "values": False}


def stat(title, description, targets, unit="none", w=3, h=4, graph=False, background=False, **more):
    """One or few numbers of now. Without a graph its queries are instant: a series that ended is unknown, not its last value."""
    options = {
        "colorMode": "background_solid" if background else "value",
        "graphMode": "area" if graph else "none",
        "justifyMode": "auto",
        "orientation": "auto",
        "percentChangeColorMode": "standard",
        "reduceOptions": _reduce(),
        "showPercentChange": False,
        "textMode": "value_and_name" if len(targets) > 1 else "value",
        "wideLayout": True,
    }
    return _panel("stat", title, description, targets, unit, w, h, options, **more)


def gauge(title, description, targets, unit="percentunit", w=3, h=4, **more):
    options = {
        "barShape": "flat",
        "barWidthFactor": 0.4,
        "effects": {},
        "minVizHeight": 75,
        "minVizWidth": 75,
        "orientation": "auto",
        "reduceOptions": _reduce(),
        "segmentCount": 1,
        "segmentSpacing": 0.3,
        "shape": "gauge",
        "showThresholdLabels": False,
        "showThresholdMarkers": True,
        "sizing": "auto",
    }
    more.setdefault("minimum", 0)
    more.setdefault("maximum", 1)
    return _panel("gauge", title, description, targets, unit, w, h, options, **more)


def bargauge(title, description, targets, unit="none", w=8, h=8, **more):
    options = {
        "displayMode": "basic",
        "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": False},
        "maxVizHeight": 300,
        "minVizHeight": 16,
        "minVizWidth": 8,
        "namePlacement": "left",
        "orientation": "horizontal",
        "reduceOptions": _reduce(),
        "showUnfilled": True,
        "sizing": "auto",
        "valueMode": "text",
    }
    return _panel("bargauge", title, description, targets, unit, w, h, options, **more)


def lines(title, description, targets, unit="none", w=12, h=8, *, draw="line", stack=False, step=False, fill=8, area=False,
          limits=False, **more):
    """Values over time. With limits its thresholds are drawn as lines."""
    custom = {
        "drawStyle": draw,
        "lineInterpolation": "stepAfter" if step else "linear",
        "lineWidth": 1,
        "fillOpacity": 80 if draw == "bars" else fill,
        "showPoints": "never",
        "spanNulls": False,
        "stacking": {"mode": "normal" if stack else "none", "group": "A"},
        "axisPlacement": "auto",
        "thresholdsStyle": {"mode": "line" if limits else "off"},
    }
    options = {
        "legend": {"calcs": ["lastNotNull", "min", "max"], "displayMode": "table", "placement": "bottom", "showLegend": True},
        "tooltip": {"mode": "multi", "sort": "desc"},
    }
    if draw == "bars":
        options["legend"]["calcs"] = ["sum"]
    more.setdefault("color", {"mode": "palette-classic"})
    return _panel("timeseries", title, description, targets, unit, w, h, options, custom=custom, **more)


def strip(title, description, targets, unit="none", w=24, h=5, merged=False, show="never", **more):
    """Cells of colour along time; merged: one bar for as long as a state lasts."""
    options = {
        "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": True},
        "rowHeight": 0.9,
        "showValue": show,
        "tooltip": {"mode": "single", "sort": "none"},
    }
    if merged:
        options.update({"alignValue": "left", "mergeValues": True})
    else:
        options["colWidth"] = 0.9
    custom = {"fillOpacity": 85, "lineWidth": 0}
    kind = "state-timeline" if merged else "status-history"
    return _panel(kind, title, description, targets, unit, w, h, options, custom=custom, **more)


def table(title, description, targets, columns, unit="none", w=24, h=8, hidden=(), sort=None, overrides=(), merge=True,
          shown_time=False, **more):
    """Columns: (field, heading, properties) in order; every other field stays out by being hidden."""
    organize = {
        "excludeByName": {name: True for name in (() if shown_time else ("Time",)) + tuple(hidden)},
        "indexByName": {field: index for index, (field, _, _) in enumerate(columns)},
        "renameByName": {field: heading for field, heading, _ in columns if heading != field},
    }
    made = ([{"id": "merge", "options": {}}] if merge else []) + [{"id": "organize", "options": organize}]
    options = {"cellHeight": "sm", "frameIndex": 0, "showHeader": True}
    if sort:
        options["sortBy"] = [{"displayName": sort[0], "desc": sort[1]}]
    custom = {"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False}
    all_overrides = [override(heading, **properties) for _, heading, properties in columns if properties] + list(overrides)
    return _panel("table", title, description, targets, unit, w, h, options, custom=custom, transformations=made,
                  overrides=all_overrides, **more)


def row(title):
    return {"type": "row", "title": title, "collapsed": False, "panels": []}


COLOR_TEXT = {"type": "color-text"}
COLOR_BACKGROUND = {"type": "color-background", "mode": "basic"}

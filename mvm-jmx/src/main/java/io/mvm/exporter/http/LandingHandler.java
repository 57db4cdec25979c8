package io.mvm.exporter.http;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /}: says what this is and where to go. Needs nothing from elsewhere. */
final class LandingHandler extends Handler.Abstract {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ChainFacts facts;
    private final Clock clock;

    LandingHandler(ChainFacts facts, Clock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!Request.getPathInContext(request).equals("/")) {
            return false;
        }
        if (Answers.isRead(request, response, callback)) {
            response.getHeaders()
                    .put(
                            "Content-Security-Policy",
                            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
            Answers.bytes(response, callback, "text/html; charset=utf-8", page().getBytes(StandardCharsets.UTF_8));
        }
        return true;
    }

    private String page() {
        String version = facts.version();
        StringBuilder html = new StringBuilder("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>MVM exporter</title>
                <style>
                :root { color-scheme: light dark }
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 3rem auto; padding: 0 1rem }
                h1 { font-size: 1.5rem; margin-bottom: 0 } h2 { font-size: 1.1rem; margin: 2rem 0 .3rem }
                p.version { margin-top: .2rem; opacity: .7 }
                table { border-collapse: collapse; width: 100% }
                th, td { text-align: right; padding: .35rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent) }
                th { font-weight: 600; font-size: .85rem; opacity: .7 } th:first-child, td:first-child { text-align: left; padding-left: 0 }
                td { font-variant-numeric: tabular-nums } small { opacity: .6; font-family: ui-monospace, monospace }
                </style>
                </head>
                <body>
                """);
        html.append("<h1>MVM, the Midnight Validator Monitor</h1>\n<p class=\"version\">")
                .append(
                        version == null
                                ? "The exporter runs inside another program here and shows that one's metrics."
                                : "Version " + escaped(version) + ".")
                .append("</p>\n");
        ChainFacts.Life process = facts.life();
        if (process != null) {
            html.append("<p>State: ").append(escaped(process.inWords())).append("</p>\n");
        }
        chains(html);
        ours(html);
        return html.append("""
                <h2>Pages</h2>
                <ul>
                <li><a href="/metrics">/metrics</a>: metrics for Prometheus</li>
                <li><a href="/healthz">/healthz</a>: whether the exporter serves</li>
                <li><a href="/readyz">/readyz</a>: whether what it shows is of now</li>
                </ul>
                </body>
                </html>
                """).toString();
    }

    private void chains(StringBuilder html) {
        List<ChainFacts.Chain> chains = facts.chains();
        if (chains.isEmpty()) {
            return;
        }
        html.append("<h2>Chains</h2>\n<table>\n<tr><th>Chain</th><th>Head of the node</th><th>Last block stored</th>"
                + "<th>Node</th></tr>\n");
        for (ChainFacts.Chain chain : chains) {
            html.append("<tr><td>").append(escaped(chain.name()));
            html.append("</td><td>").append(orUnknown(chain.head()));
            html.append("</td><td>").append(orUnknown(chain.stored()));
            html.append("</td><td>").append(chain.condition() == null ? "unknown" : escaped(chain.condition()));
            html.append("</td></tr>\n");
        }
        html.append("</table>\n");
        for (ChainFacts.Chain chain : chains) {
            if (chain.maintenance() != null) {
                html.append("<p>Maintenance of chain ")
                        .append(escaped(chain.name()))
                        .append(' ')
                        .append(escaped(chain.maintenance()))
                        .append("</p>\n");
            }
        }
    }

    private void ours(StringBuilder html) {
        List<ChainFacts.Ours> all = facts.ours();
        if (all.isEmpty()) {
            return;
        }
        html.append("<h2>Our validators</h2>\n<table>\n<tr><th>Validator</th><th>Seats now</th><th>Seats next</th>"
                + "<th>Next slot</th><th>Owed</th><th>Made</th><th>Missed</th><th>Orphaned</th></tr>\n");
        for (ChainFacts.Ours ours : all) {
            html.append("<tr><td>")
                    .append(escaped(ours.name()))
                    .append("<br><small>")
                    .append(escaped(shortened(ours.key())));
            html.append("</small></td><td>").append(orUnknown(ours.seats()));
            html.append("</td><td>").append(ours.nextSeats() == null ? "not known yet" : orUnknown(ours.nextSeats()));
            html.append("</td><td>").append(nextSlot(ours));
            html.append("</td><td>").append(orUnknown(ours.owed()));
            html.append("</td><td>").append(orUnknown(ours.produced()));
            html.append("</td><td>").append(orUnknown(ours.missed()));
            html.append("</td><td>").append(orUnknown(ours.orphaned())).append("</td></tr>\n");
        }
        html.append("</table>\n");
        for (ChainFacts.Ours ours : all) {
            findings(html, ours);
        }
    }

    private String nextSlot(ChainFacts.Ours ours) {
        if (ours.nextSlotSeconds() != null) {
            long seconds = ours.nextSlotSeconds().longValue() - clock.millis() / 1000;
            return time(ours.nextSlotSeconds()) + (seconds < 0 ? "" : "<br><small>in " + inWords(seconds) + "</small>");
        }
        return ours.knownUntilSeconds() == null ? "not known yet" : "none until " + time(ours.knownUntilSeconds());
    }

    private static String time(Number seconds) {
        return TIME.format(Instant.ofEpochSecond(seconds.longValue()));
    }

    private static String inWords(long seconds) {
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    private static void findings(StringBuilder html, ChainFacts.Ours ours) {
        if (ours.findings().isEmpty()) {
            return;
        }
        html.append("<p>To do for ").append(escaped(shortened(ours.name()))).append(":</p>\n<ul>\n");
        ours.findings()
                .forEach(finding -> html.append("<li>").append(escaped(finding)).append("</li>\n"));
        html.append("</ul>\n");
    }

    private static String shortened(String key) {
        return key == null || key.length() < 24 ? key : key.substring(0, 14) + "..." + key.substring(key.length() - 6);
    }

    private static String orUnknown(Number number) {
        return number == null ? "unknown" : String.format(Locale.ROOT, "%,d", number.longValue());
    }

    private static String escaped(String text) {
        return String.valueOf(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

package io.mvm.exporter.http;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /}: says what this is and where to go. Needs nothing from elsewhere. */
final class LandingHandler extends Handler.Abstract {
    private final ChainFacts facts;

    LandingHandler(ChainFacts facts) {
        this.facts = facts;
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
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }
                table { border-collapse: collapse } th, td { text-align: left; padding: .2rem 1.5rem .2rem 0 }
                td { font-variant-numeric: tabular-nums }
                </style>
                </head>
                <body>
                """);
        html.append("<h1>MVM, the Midnight Validator Monitor</h1>\n<p>")
                .append(
                        version == null
                                ? "The exporter runs inside another program here and shows that one's metrics."
                                : "Version " + escaped(version) + ".")
                .append("</p>\n");
        chains(html);
        return html.append("""
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
        if (facts.chains().isEmpty()) {
            return;
        }
        html.append("<table>\n<tr><th>Chain</th><th>Head of the node</th><th>Last block stored</th></tr>\n");
        for (ChainFacts.Chain chain : facts.chains()) {
            html.append("<tr><td>").append(escaped(chain.name()));
            html.append("</td><td>").append(orUnknown(chain.head()));
            html.append("</td><td>").append(orUnknown(chain.stored())).append("</td></tr>\n");
        }
        html.append("</table>\n");
    }

    private static String orUnknown(Number number) {
        return number == null ? "unknown" : number.toString();
    }

    private static String escaped(String text) {
        return String.valueOf(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

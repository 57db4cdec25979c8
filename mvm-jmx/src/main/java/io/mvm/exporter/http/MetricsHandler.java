package io.mvm.exporter.http;

import io.mvm.exporter.metrics.Body;
import io.mvm.exporter.metrics.Format;
import io.mvm.exporter.metrics.PageRenderer;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /metrics}: copies the newest page out, in the format and encoding the client likes best. */
final class MetricsHandler extends Handler.Abstract {
    /** How long the first scrape waits for the first page, or for the first one in OpenMetrics. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final PageRenderer renderer;

    MetricsHandler(PageRenderer renderer) {
        this.renderer = renderer;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws InterruptedException {
        if (!Request.getPathInContext(request).equals("/metrics")) {
            return false;
        }
        if (!Answers.isRead(request, response, callback)) {
            return true;
        }
        Format format = format(accepted(request, HttpHeader.ACCEPT));
        Body body = renderer.body(format, PATIENCE);
        if (body == null && format == Format.OPEN_METRICS) {
            format = Format.TEXT; // every client that reads the one reads the other
            body = renderer.body(format, PATIENCE);
        }
        if (body == null) {
            Answers.text(response, callback, 503, "No metrics have been read yet.");
            return true;
        }
        response.getHeaders().put(HttpHeader.VARY, "Accept, Accept-Encoding");
        byte[] gzip = acceptsGzip(accepted(request, HttpHeader.ACCEPT_ENCODING)) ? renderer.gzip(body) : null;
        if (gzip != null) {
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        Answers.bytes(response, callback, format.contentType(), gzip != null ? gzip : body.plain());
        return true;
    }

    /** What a header accepts, best first; without what it refuses with a quality of 0. */
    private static List<String> accepted(Request request, HttpHeader header) {
        QuotedQualityCSV values = new QuotedQualityCSV();
        request.getHeaders().getValuesList(header).forEach(values::addValue);
        return values.getValues();
    }

    private static Format format(List<String> accepted) {
        for (String type : accepted) {
            if (type.startsWith("application/openmetrics-text")) {
                return Format.OPEN_METRICS;
            }
            if (type.startsWith("text/") || type.startsWith("*/*")) {
                return Format.TEXT;
            }
        }
        return Format.TEXT;
    }

    private static boolean acceptsGzip(List<String> accepted) {
        return accepted.contains("gzip") || accepted.contains("x-gzip");
    }
}

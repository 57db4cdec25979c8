package io.mvm.rpc;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this room tells the operator, in one place. */
final class RpcLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.mvm.rpc");

    private RpcLog() {}

    static void endpointUp(EndpointUrl url) {
        LOG.info("endpoint {} answers", url);
    }

    static void endpointDown(EndpointUrl url, String reason) {
        LOG.warn("endpoint {} is down: {}; it is checked again at every health check", url, reason);
    }

    static void otherChain(EndpointUrl url, String reason) {
        LOG.error("endpoint {} is not used: {}", url, reason);
    }

    static void activeChanged(EndpointUrl from, EndpointUrl to, String why) {
        LOG.info("calls go to {} instead of {}: {}", to, from, why);
    }

    static void disagrees(EndpointUrl url, EndpointUrl active, long height, Object theirs, Object ours) {
        LOG.error(
                "endpoint {} disagrees with {}, which is active: its final block {} is {}, expected {}; one of them is on"
                        + " another fork, compare with a third",
                url,
                active,
                height,
                theirs,
                ours);
    }

    static void agreesAgain(EndpointUrl url) {
        LOG.info("endpoint {} agrees with the active endpoint again", url);
    }

    static void pageUp(EndpointUrl url, String whose) {
        LOG.info("the page of {} at {} is read", whose, url);
    }

    static void pageDown(String reason) {
        LOG.warn("{}; it is tried again at every look at the node", reason);
    }

    static void headersNotChecked(EndpointUrl url) {
        LOG.info(
                "headers from {} do not hash (blake2b-256) to the hashes they are asked by; they are not checked", url);
    }

    static void batchesRefused(EndpointUrl url, String reason) {
        LOG.info("endpoint {} takes no batches ({}); single calls are made instead", url, reason);
    }

    static void batchLimited(EndpointUrl url, int limit, String reason) {
        LOG.info("endpoint {} is sent at most {} calls in one batch: {}", url, limit, reason);
    }

    static void answered(String what, long nanos, int status, int bytes) {
        LOG.debug("{} was answered in {} ms with HTTP {}, {} bytes", what, nanos / 1_000_000, status, bytes);
    }

    static void slowCall(String what, long nanos, Duration limit, long unsaid) {
        LOG.warn(
                "{} took {} ms, longer than {} (logging.slow-call){}",
                what,
                nanos / 1_000_000,
                HttpTransport.shown(limit),
                unsaid == 0 ? "" : "; " + unsaid + " more of this method were slow since the last such line");
    }

    static void retry(String reason, int tried, int tries, Duration delay) {
        LOG.debug("{} (try {} of {}), next try in {} ms", reason, tried, tries, delay.toMillis());
    }

    static void streaming(EndpointUrl url) {
        LOG.info("heads come from {} by subscription", url);
    }

    static void polling(EndpointUrl url, Duration interval, String why) {
        LOG.info("heads come from {} by polling every {}: {}", url, HttpTransport.shown(interval), why);
    }

    static void streamBroken(EndpointUrl url, String reason) {
        LOG.warn("heads from {} broke off: {}; it is polled until a subscription works again", url, reason);
    }

    static void listenerFailed(RuntimeException failure) {
        LOG.error("a listener of heads failed; the stream goes on", failure);
    }
}

package io.mvm.exporter.metrics;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.RuntimeMBeanException;

/** How much to export, as the Config bean has it now; the defaults hold where there is none. */
final class Limits {
    /** Default of {@code exporter.max-validators}. */
    static final int DEFAULT_MAX_VALIDATORS = 2000;

    private final MBeanServer server;

    Limits(MBeanServer server) {
        this.server = server;
    }

    int maxValidators() {
        return attribute("MaxValidators") instanceof Integer max ? max : DEFAULT_MAX_VALIDATORS;
    }

    boolean allValidators() {
        return attribute("AllValidators") instanceof Boolean all && all;
    }

    private Object attribute(String name) {
        try {
            return server.isRegistered(BeanNames.CONFIG) ? server.getAttribute(BeanNames.CONFIG, name) : null;
        } catch (JMException | RuntimeMBeanException e) {
            return null; // a Config bean of another version: its defaults are ours
        }
    }
}

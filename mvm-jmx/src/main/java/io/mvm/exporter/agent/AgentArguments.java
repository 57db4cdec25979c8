package io.mvm.exporter.agent;

import io.mvm.exporter.http.BindAddress;
import java.nio.file.Path;

/**
 * What stands after {@code -javaagent:mvm-jmx.jar=}.
 *
 * @param bind where to serve; null to do as the Config bean says
 * @param rules file of JMX exporter rules; null to do as the Config bean says
 */
record AgentArguments(BindAddress bind, Path rules) {
    private static final String EXPECTED = "expected host:port, or bind=host:port and rules=file separated by a comma";

    /**
     * Reads them.
     *
     * @param text null or empty for none
     * @throws IllegalArgumentException for what they cannot mean, with what was expected
     */
    static AgentArguments parse(String text) {
        BindAddress bind = null;
        Path rules = null;
        for (String part : (text == null ? "" : text).split(",", -1)) {
            String argument = part.strip();
            int equals = argument.indexOf('=');
            String value = argument.substring(equals + 1).strip();
            if (argument.isEmpty()) {
                continue;
            }
            if (equals < 0 || argument.startsWith("bind=")) {
                bind = once(bind, BindAddress.parse(value), "bind");
            } else if (argument.startsWith("rules=") && !value.isEmpty()) {
                rules = once(rules, Path.of(value), "rules");
            } else {
                throw new IllegalArgumentException("'" + argument + "' is no argument, " + EXPECTED);
            }
        }
        return new AgentArguments(bind, rules);
    }

    private static <T> T once(T before, T now, String name) {
        if (before != null) {
            throw new IllegalArgumentException(
                    "'" + name + "' is given twice, as " + before + " and " + now + ", expected it once");
        }
        return now;
    }
}

package io.mvm.config;

import java.util.regex.Pattern;

/**
 * Section {@code integration}: names by which others know this monitor and its chain.
 *
 * @param chainId the {@code chain} label of everything exported
 * @param instanceName this monitor; the host's name unless set
 */
public record IntegrationConfig(String chainId, String instanceName) {
    /** It becomes part of MBean names and of paths. */
    private static final Pattern CHAIN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final Pattern ANY_NAME = Pattern.compile(".*\\S.*");

    static IntegrationConfig read(Section in) {
        return new IntegrationConfig(
                in.text(
                        "chain-id",
                        CHAIN_ID,
                        "1 to 64 letters, digits, dots, dashes or underscores, a letter or digit first"),
                in.text("instance-name", ANY_NAME, "a name"));
    }
}

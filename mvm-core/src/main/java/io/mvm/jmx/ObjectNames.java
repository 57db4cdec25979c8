package io.mvm.jmx;

import java.util.regex.Pattern;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Makes the name of every MBean; no name is spelt elsewhere. {@code type} comes first, identity is in the name and everything else
 * an attribute. A value that JMX would misread is quoted.
 */
public final class ObjectNames {
    /** Domain of all beans over snapshots. */
    public static final String DOMAIN = "mvm";

    /** Domain of Dropwizard's timers, meters and counters. */
    public static final String METRICS_DOMAIN = "mvm.metrics";

    /** What needs no quotes in an object name, and reads well without. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.\\-]+");

    private ObjectNames() {}

    /** The process. */
    public static ObjectName daemon() {
        return name("type=Daemon");
    }

    /** Settings that others than the daemon act on. */
    public static ObjectName config() {
        return name("type=Config");
    }

    /** The active node of a chain. */
    public static ObjectName node(String chain) {
        return ofChain("Node", chain);
    }

    /** One RPC endpoint; its URL is always quoted. */
    public static ObjectName endpoint(String chain, String url) {
        return name("type=Endpoint,chain=" + value(chain) + ",url=" + ObjectName.quote(url));
    }

    /** Progress of following a chain. */
    public static ObjectName sync(String chain) {
        return ofChain("Sync", chain);
    }

    /** The sidechain epoch of the head. */
    public static ObjectName sidechainEpoch(String chain) {
        return name("type=Epoch,chain=" + value(chain) + ",layer=sidechain");
    }

    /** The mainchain (Cardano) epoch. */
    public static ObjectName mainchainEpoch(String chain) {
        return name("type=Epoch,chain=" + value(chain) + ",layer=mainchain");
    }

    /** The committee in force. */
    public static ObjectName committee(String chain) {
        return ofChain("Committee", chain);
    }

    /** Totals over all validators. */
    public static ObjectName network(String chain) {
        return ofChain("Network", chain);
    }

    /** What is final. */
    public static ObjectName finality(String chain) {
        return ofChain("Finality", chain);
    }

    /**
     * One validator.
     *
     * @param key sidechain key as {@code 0x} hex, or {@code aura:0x...}, which gets quoted
     */
    public static ObjectName validator(String chain, String key) {
        return name("type=Validator,chain=" + value(chain) + ",validator=" + value(key));
    }

    /** Keys of one validator of ours. */
    public static ObjectName keys(String chain, String key) {
        return name("type=Keys,chain=" + value(chain) + ",validator=" + value(key));
    }

    /** The node's machine. */
    public static ObjectName host(String chain) {
        return ofChain("Host", chain);
    }

    /** The database of a chain. */
    public static ObjectName store(String chain) {
        return ofChain("Store", chain);
    }

    private static ObjectName ofChain(String type, String chain) {
        return name("type=" + type + ",chain=" + value(chain));
    }

    private static String value(String text) {
        return PLAIN.matcher(text).matches() ? text : ObjectName.quote(text);
    }

    private static ObjectName name(String properties) {
        try {
            return new ObjectName(DOMAIN + ":" + properties);
        } catch (MalformedObjectNameException e) {
            // Every variable part has been quoted, so this is a mistake in this file.
            throw new IllegalStateException("not an object name: " + DOMAIN + ":" + properties, e);
        }
    }
}

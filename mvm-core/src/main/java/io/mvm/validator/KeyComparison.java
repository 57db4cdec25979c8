package io.mvm.validator;

import io.mvm.chain.SidechainKey;
import io.mvm.validator.Finding.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares the keys on this machine and in the node with those that committee and registration name. A node with a wrong Aura
 * key runs without a word and authors nothing: that is seen here without asking the node for anything unsafe.
 */
final class KeyComparison {
    private final SidechainKey validator;
    private final Selection selection;
    private final NodeKeys node;
    private final List<LocalKeys> readable;
    private final String place;
    private final Map<KeyType, String> known;
    private final List<KeyFact> facts = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    KeyComparison(SidechainKey validator, List<LocalKeys> sources, Selection selection, NodeKeys node) {
        this.validator = validator;
        this.selection = selection;
        this.node = node;
        this.known = selection.known(validator);
        sources.forEach(this::source);
        List<LocalKeys> usable = sources.stream().filter(LocalKeys::readable).toList();
        List<LocalKeys> keystores = usable.stream().filter(LocalKeys::keystore).toList();
        // What the node really uses goes before what somebody wrote down.
        this.readable = keystores.isEmpty() ? usable : keystores;
        this.place = readable.stream().map(source -> "the " + source.source()).collect(Collectors.joining(" and "));
        for (KeyType type : KeyType.values()) {
            compare(type);
        }
        if (readable.isEmpty()
                && node.holds(validator, KeyType.AURA) == null
                && (known.containsKey(KeyType.AURA) || known.containsKey(KeyType.GRANDPA))) {
            add(
                    Level.UNKNOWN,
                    "keys_unseen",
                    "whether the node holds the keys that the chain knows is unknown: no keystore or keys file of this"
                            + " validator could be read, and the node does not tell",
                    "give --keystore DIR or set validator.keystore-path");
        }
    }

    List<KeyFact> facts() {
        return facts;
    }

    List<Finding> findings() {
        return findings;
    }

    private void source(LocalKeys source) {
        if (!source.readable()) {
            add(
                    Level.DEGRADED,
                    "source_unreadable",
                    "the " + source.source() + " " + source.problem(),
                    "mend the path or the permissions; nothing of this validator's keys is seen meanwhile");
        }
        source.warnings()
                .forEach(warning -> add(
                        Level.DEGRADED,
                        "source_warning",
                        "in the " + source.source() + ": " + warning,
                        "mend it, then look again with 'mvm keys show'"));
    }

    private Set<String> local(KeyType type) {
        Set<String> keys = new LinkedHashSet<>();
        readable.forEach(source -> keys.addAll(source.of(type)));
        return keys;
    }

    private void compare(KeyType type) {
        Set<String> local = local(type);
        String wanted = known.get(type);
        if (type == KeyType.BABE && wanted == null && local.isEmpty()) {
            // Before the migration there is nothing to say.
            return;
        }
        boolean seen = !readable.isEmpty();
        Boolean inKeystore = null;
        if (seen && wanted != null) {
            inKeystore = local.contains(wanted);
        }
        Optional<String> registered =
                selection.entry(validator).filter(Candidate::valid).flatMap(entry -> Selection.keyOf(entry, type));
        Boolean held = NodeKeys.worthAsking(type) ? node.holds(validator, type) : null;
        facts.add(new KeyFact(
                type,
                wanted,
                inKeystore,
                seen ? registered.map(local::contains).orElse(null) : null,
                held,
                seen ? selection.inForce(type, local) : null));
        if (wanted == null) {
            return;
        }
        switch (type) {
            case AURA, GRANDPA -> session(type, wanted, local, held);
            case CROSS_CHAIN, BABE -> {
                if (seen && !local.contains(wanted)) {
                    add(
                            Level.DEGRADED,
                            type.id() + "_missing",
                            place + " lacks the " + type.noun() + " " + Finding.brief(wanted)
                                    + (type == KeyType.BABE
                                            ? ", without which the node authors nothing after the change to BABE"
                                            : ", the identity of this validator"),
                            "insert it where the node keeps its keys");
                } else if (!seen && Boolean.FALSE.equals(held)) {
                    add(
                            Level.DEGRADED,
                            type.id() + "_not_in_node",
                            "the node says that it does not hold the " + type.noun() + " " + Finding.brief(wanted)
                                    + ", the identity of this validator",
                            "insert it, or point rpc.urls at this validator's own node");
                }
            }
        }
    }

    /** Aura and GRANDPA keys: without the right one nothing is authored, or voted. */
    private void session(KeyType type, String wanted, Set<String> local, Boolean held) {
        if (readable.isEmpty()) {
            if (Boolean.FALSE.equals(held)) {
                add(
                        Level.CRITICAL,
                        type.id() + "_not_in_node",
                        "the node says that it does not hold the " + type.noun() + " " + Finding.brief(wanted)
                                + ", which " + names() + ": " + consequence(type),
                        "insert the key, or point rpc.urls at this validator's own node");
            }
            return;
        }
        if (Boolean.TRUE.equals(held) && !local.contains(wanted)) {
            add(
                    Level.DEGRADED,
                    type.id() + "_elsewhere",
                    place + " lacks the " + type.noun() + " " + Finding.brief(wanted)
                            + ", but the node says that it holds it",
                    "the node uses another keystore: set validator.keystore-path to that one");
            return;
        }
        boolean right = againstChain(type, local);
        if (right && Boolean.FALSE.equals(held)) {
            add(
                    Level.CRITICAL,
                    type.id() + "_not_in_node",
                    place + " has the " + type.noun() + " " + Finding.brief(wanted)
                            + ", but the node says that it does not hold it: " + consequence(type),
                    "start the node with this keystore, or point rpc.urls at this validator's own node");
        }
    }

    private boolean againstChain(KeyType type, Set<String> local) {
        Set<String> seats = selection.seatKeys(validator, type);
        String entry = selection
                .entry(validator)
                .flatMap(candidate -> Selection.keyOf(candidate, type))
                .orElse(null);
        boolean seatsRight = seats.isEmpty() || seats.stream().anyMatch(local::contains);
        boolean entryRight = entry == null || local.contains(entry);
        String has = local.isEmpty()
                ? place + " has no " + type.noun()
                : place + " has the " + type.noun() + (local.size() == 1 ? " " : "s ") + brief(local);
        if (seatsRight && entryRight) {
            leftovers(type, local, seats, entry);
            return true;
        }
        String seat = seats.stream().findFirst().map(Finding::brief).orElse(null);
        String state = local.isEmpty() ? "_missing" : "_wrong";
        if (seatsRight) {
            add(
                    Level.CRITICAL,
                    type.id() + state,
                    has + ", but the registration names " + Finding.brief(entry) + ": "
                            + (seats.isEmpty() ? consequence(type) : later(type)),
                    "insert the registered key, or register the key that the node has");
        } else if (entryRight && entry != null) {
            add(
                    Level.CRITICAL,
                    type.id() + "_old_in_committee",
                    has + " as registered, but the committee in force still names " + seat + ": " + consequence(type)
                            + " until a committee with the new registration is in force",
                    "put the old key back until then");
        } else {
            String by = entry == null || !seats.contains(entry)
                    ? "the committee names "
                    : "registration and committee name ";
            add(
                    Level.CRITICAL,
                    type.id() + state,
                    has + ", but " + by + seat + ": " + consequence(type),
                    "insert the key that the chain knows, or register the key that the node has");
        }
        return false;
    }

    private void leftovers(KeyType type, Set<String> local, Set<String> seats, String entry) {
        List<String> left = local.stream()
                .filter(key -> !seats.contains(key) && !key.equals(entry))
                .toList();
        if (!left.isEmpty() && (entry != null || !seats.isEmpty())) {
            add(
                    Level.INFORMATION,
                    type.id() + "_leftover",
                    place + " has the right " + type.noun() + " and " + left.size() + " more (" + brief(left)
                            + "), left over or meant for later",
                    "");
        }
    }

    private String names() {
        return selection.seatKeys(validator, KeyType.AURA).isEmpty() ? "its registration names" : "the committee names";
    }

    private static String consequence(KeyType type) {
        return type == KeyType.AURA ? "the node cannot author its slots" : "the node cannot vote for it";
    }

    private static String later(KeyType type) {
        return type == KeyType.AURA
                ? "the node cannot author its slots once a committee is chosen by it"
                : "the node cannot vote for it once a committee is chosen by it";
    }

    private static String brief(Iterable<String> keys) {
        List<String> all = new ArrayList<>();
        keys.forEach(key -> all.add(Finding.brief(key)));
        return all.size() <= 3
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, 3)) + " and " + (all.size() - 3) + " more";
    }

    private void add(Level level, String code, String text, String advice) {
        findings.add(new Finding(level, Finding.KEYS, code, text, advice));
    }
}

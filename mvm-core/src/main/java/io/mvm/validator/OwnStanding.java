package io.mvm.validator;

import io.mvm.chain.SidechainKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How one validator of ours stands: its keys, its registration, and what is not as it should be with either.
 *
 * @param validator whose
 * @param keys one entry for each type that is known of
 * @param registration its entries among the candidates
 * @param seats seats in the committee in force; null while that is unknown
 * @param grandpaKey the key it votes with, as {@code 0x} hex; null if unknown
 * @param findings the worst first
 */
public record OwnStanding(
        SidechainKey validator,
        List<KeyFact> keys,
        Registration registration,
        Integer seats,
        String grandpaKey,
        List<Finding> findings) {
    public OwnStanding {
        keys = List.copyOf(keys);
        findings = List.copyOf(findings);
    }

    /** Puts together all that is known. */
    public static OwnStanding of(SidechainKey validator, OwnValidators own, Selection selection, NodeKeys node) {
        KeyComparison keys = new KeyComparison(validator, own.of(validator), selection, node);
        Registration registration = new Registration(validator, own.neighbours(validator), selection);
        List<Finding> findings = new ArrayList<>(keys.findings());
        findings.addAll(registration.findings());
        findings.sort(Comparator.comparing(Finding::level).reversed());
        return new OwnStanding(
                validator,
                keys.facts(),
                registration,
                selection.seats(validator),
                grandpa(validator, own, selection),
                findings);
    }

    private static String grandpa(SidechainKey validator, OwnValidators own, Selection selection) {
        String known = selection.known(validator).get(KeyType.GRANDPA);
        if (known != null) {
            return known;
        }
        Set<String> local = own.of(validator).stream()
                .flatMap(source -> source.of(KeyType.GRANDPA).stream())
                .collect(Collectors.toSet());
        return local.size() == 1 ? local.iterator().next() : null;
    }

    /** What an operator should know of the registration though nothing is wrong with it; null if nothing. */
    public String note() {
        List<String> notes = findings.stream()
                .filter(finding ->
                        finding.subject().equals(Finding.REGISTRATION) && finding.level() == Finding.Level.INFORMATION)
                .map(Finding::text)
                .toList();
        return notes.isEmpty() ? null : String.join("; ", notes);
    }

    /** The state of the keys in short: {@code ok}, or what is wrong, by code; null while it cannot be told. */
    public String keyState() {
        List<String> wrong = findings.stream()
                .filter(finding -> finding.subject().equals(Finding.KEYS) && finding.wrong())
                .map(Finding::code)
                .distinct()
                .sorted()
                .toList();
        if (!wrong.isEmpty()) {
            return String.join(",", wrong);
        }
        boolean told = keys.stream()
                .anyMatch(key ->
                        key.type() != KeyType.CROSS_CHAIN && (key.inKeystore() != null || key.loadedInNode() != null));
        return told ? "ok" : null;
    }
}

package io.mvm.sync;

import io.mvm.chain.SidechainKey;
import io.mvm.store.StatusChange;
import io.mvm.store.StatusTable;
import io.mvm.store.StoreException;
import io.mvm.validator.Finding;
import io.mvm.validator.OwnStanding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down and says what changed in our validators' standing: each value once, also over restarts. What is unknown for a
 * while is no change.
 */
final class StatusKeeper {
    private final StatusTable table;
    private final LiveSettings settings;
    private final SyncLog log;
    private final Errors errors;
    private final Map<SidechainKey, Map<String, String>> last = new HashMap<>();

    StatusKeeper(StatusTable table, LiveSettings settings, SyncLog log, Errors errors) {
        this.table = table;
        this.settings = settings;
        this.log = log;
        this.errors = errors;
    }

    /**
     * Takes in how a validator stands.
     *
     * @param standing its keys and registration
     * @param complete whether everything they are judged by was asked for since the start
     * @param seats seats in force; null while unknown
     * @param nextSeats seats in the next committee; null while unknown
     */
    void seen(OwnStanding standing, boolean complete, Integer seats, Integer nextSeats, long nowMs) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("registration", complete ? standing.registration().status() : null);
        values.put("committee", seats == null ? null : seats > 0 ? "in" : "out");
        values.put("seats", seats == null ? null : seats.toString());
        values.put("next_seats", nextSeats == null ? null : nextSeats.toString());
        values.put("keys", complete ? standing.keyState() : null);
        SidechainKey key = standing.validator();
        try {
            Map<String, String> before = last.get(key);
            if (before == null) {
                before = table.last(key);
                last.put(key, before);
            }
            List<StatusChange> changes = new ArrayList<>();
            for (Map.Entry<String, String> value : values.entrySet()) {
                String old = before.get(value.getKey());
                if (value.getValue() != null && !value.getValue().equals(old)) {
                    changes.add(new StatusChange(nowMs, value.getKey(), old, value.getValue()));
                }
            }
            if (changes.isEmpty()) {
                return;
            }
            table.record(key, changes);
            for (StatusChange change : changes) {
                before.put(change.what(), change.after());
                say(standing, change);
            }
        } catch (StoreException e) {
            // Nothing was taken down: the next look tries again.
            errors.count(e);
            log.statusNotKept(name(key), e.getMessage());
        }
    }

    private void say(OwnStanding standing, StatusChange change) {
        String name = name(standing.validator());
        String subject = change.what();
        List<String> wrong = standing.findings().stream()
                .filter(finding -> finding.subject().equals(subject) && finding.wrong())
                .map(Finding::text)
                .toList();
        if (wrong.isEmpty()) {
            log.statusChanged(name, change.what(), change.before(), change.after());
        } else {
            log.statusBad(name, change.what(), change.before(), change.after(), String.join("; ", wrong));
        }
    }

    private String name(SidechainKey key) {
        String label = settings.labels().get(key);
        return label == null ? key.hex() : label + " (" + key.hex() + ")";
    }
}

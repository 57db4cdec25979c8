-- Verdicts on slots that finality has passed, and what they are judged by. Verdicts stay once given.

-- Code of the cause (io.mvm.duty.Cause); null until judged.
ALTER TABLE empty_slot ADD COLUMN cause INTEGER;

-- The slots that are judged: one range, both ends included; null while none is.
ALTER TABLE chain ADD COLUMN judged_from_slot INTEGER;
ALTER TABLE chain ADD COLUMN judged_to_slot INTEGER;

-- Judged slots for each epoch of the slot and owner: sums over block and empty_slot within the judged range.
CREATE TABLE judged (
    chain_id    INTEGER NOT NULL REFERENCES chain (id),
    epoch       INTEGER NOT NULL,
    owner_id    INTEGER NOT NULL REFERENCES aura_key (id),
    produced    INTEGER NOT NULL,
    orphaned    INTEGER NOT NULL,
    maintenance INTEGER NOT NULL,
    network     INTEGER NOT NULL,
    node        INTEGER NOT NULL,
    alone       INTEGER NOT NULL,
    PRIMARY KEY (chain_id, epoch, owner_id)
) WITHOUT ROWID;

-- Times in which no node of ours was fit, as MVM saw it. to_ms grows while it lasts.
CREATE TABLE outage (
    chain_id INTEGER NOT NULL REFERENCES chain (id),
    from_ms  INTEGER NOT NULL,
    to_ms    INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    PRIMARY KEY (chain_id, from_ms)
) WITHOUT ROWID;

-- Windows the operator announced. ended_ms: when it was ended before its time.
CREATE TABLE maintenance (
    chain_id INTEGER NOT NULL REFERENCES chain (id),
    from_ms  INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    ended_ms INTEGER,
    PRIMARY KEY (chain_id, from_ms)
) WITHOUT ROWID;

-- Slots whose owner was not the one that had been forecast, where either is ours.
CREATE TABLE schedule_mismatch (
    chain_id          INTEGER NOT NULL REFERENCES chain (id),
    slot              INTEGER NOT NULL,
    forecast_owner_id INTEGER NOT NULL REFERENCES aura_key (id),
    actual_owner_id   INTEGER NOT NULL REFERENCES aura_key (id),
    forecast_at_ms    INTEGER NOT NULL,
    PRIMARY KEY (chain_id, slot)
) WITHOUT ROWID;

-- How many slots of ours came and were compared with the forecast, and how many came before they could be forecast.
CREATE TABLE schedule_audit (
    chain_id  INTEGER NOT NULL REFERENCES chain (id),
    owner_id  INTEGER NOT NULL REFERENCES aura_key (id),
    audited   INTEGER NOT NULL,
    unaudited INTEGER NOT NULL,
    PRIMARY KEY (chain_id, owner_id)
) WITHOUT ROWID;

-- What changed in a validator's standing, such as its registration or its seats. old_value is null the first time.
CREATE TABLE status_change (
    chain_id     INTEGER NOT NULL REFERENCES chain (id),
    validator_id INTEGER NOT NULL REFERENCES validator (id),
    at_ms        INTEGER NOT NULL,
    what         TEXT    NOT NULL,
    old_value    TEXT,
    new_value    TEXT    NOT NULL,
    PRIMARY KEY (chain_id, validator_id, at_ms, what)
) WITHOUT ROWID;

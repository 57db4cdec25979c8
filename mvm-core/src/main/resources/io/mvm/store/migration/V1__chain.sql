-- Hashes and keys are blobs, times Unix milliseconds. Keys and sets are stored once and named by small ids.

CREATE TABLE chain (
    id                      INTEGER PRIMARY KEY,
    name                    TEXT    NOT NULL UNIQUE,
    genesis                 BLOB    NOT NULL,
    slot_duration_ms        INTEGER,
    slots_per_epoch         INTEGER,
    mc_first_epoch_start_ms INTEGER,
    mc_first_epoch          INTEGER,
    mc_epoch_ms             INTEGER,
    finalized_number        INTEGER,
    finalized_hash          BLOB,
    reorgs                  INTEGER NOT NULL DEFAULT 0,
    created_at_ms           INTEGER NOT NULL
);

CREATE TABLE validator (
    id             INTEGER PRIMARY KEY,
    chain_id       INTEGER NOT NULL REFERENCES chain (id),
    sidechain_key  BLOB    NOT NULL,
    registration   TEXT,
    stake_lovelace INTEGER,
    seen_mc_epoch  INTEGER,
    UNIQUE (chain_id, sidechain_key)
);

-- A validator may change its Aura key, so blocks name the Aura key and the key names the validator.
CREATE TABLE aura_key (
    id           INTEGER PRIMARY KEY,
    chain_id     INTEGER NOT NULL REFERENCES chain (id),
    aura_key     BLOB    NOT NULL,
    validator_id INTEGER REFERENCES validator (id),
    UNIQUE (chain_id, aura_key)
);
CREATE INDEX aura_key_validator ON aura_key (validator_id);

-- seats: for each seat the id of its key in aura_key, as LEB128 numbers one after the other.
CREATE TABLE authority_set (
    id       INTEGER PRIMARY KEY,
    chain_id INTEGER NOT NULL REFERENCES chain (id),
    content  BLOB    NOT NULL,
    size     INTEGER NOT NULL,
    seats    BLOB    NOT NULL,
    UNIQUE (chain_id, content)
);

-- members: for each seat validator id * 2 + (1 if permissioned), as LEB128 numbers one after the other.
CREATE TABLE committee (
    chain_id INTEGER NOT NULL REFERENCES chain (id),
    set_id   INTEGER NOT NULL REFERENCES authority_set (id),
    epoch    INTEGER NOT NULL,
    members  BLOB    NOT NULL,
    PRIMARY KEY (chain_id, set_id)
) WITHOUT ROWID;

-- Canonical blocks. set_id is the authority set in the state after the block: the one that governs its children.
CREATE TABLE block (
    chain_id     INTEGER NOT NULL REFERENCES chain (id),
    number       INTEGER NOT NULL,
    hash         BLOB    NOT NULL,
    parent       BLOB    NOT NULL,
    slot         INTEGER,
    timestamp_ms INTEGER,
    sc_epoch     INTEGER,
    mc_epoch     INTEGER,
    engine       INTEGER,
    author_id    INTEGER REFERENCES aura_key (id),
    seat         INTEGER,
    set_id       INTEGER REFERENCES authority_set (id),
    spec_version INTEGER,
    extrinsics   INTEGER,
    PRIMARY KEY (chain_id, number)
) WITHOUT ROWID;
-- Four bytes of the hash find a block as well as 32 do, at a fifth of the size and of the cost of inserting.
CREATE INDEX block_hash ON block (chain_id, substr(hash, 1, 4));
CREATE INDEX block_author ON block (author_id, number);
CREATE INDEX block_unattributed ON block (chain_id, number) WHERE author_id IS NULL;

-- Blocks that lost: once canonical and dropped by a reorg, or seen only as a fork.
CREATE TABLE orphan_block (
    chain_id      INTEGER NOT NULL REFERENCES chain (id),
    hash          BLOB    NOT NULL,
    number        INTEGER NOT NULL,
    parent        BLOB    NOT NULL,
    slot          INTEGER,
    timestamp_ms  INTEGER,
    sc_epoch      INTEGER,
    mc_epoch      INTEGER,
    engine        INTEGER,
    author_id     INTEGER REFERENCES aura_key (id),
    seat          INTEGER,
    set_id        INTEGER REFERENCES authority_set (id),
    spec_version  INTEGER,
    extrinsics    INTEGER,
    was_canonical INTEGER NOT NULL,
    seen_at_ms    INTEGER NOT NULL,
    PRIMARY KEY (chain_id, hash)
) WITHOUT ROWID;
CREATE INDEX orphan_block_slot ON orphan_block (chain_id, slot);

-- Slots between two consecutive canonical blocks. orphaned = 1: the owner's block is in orphan_block.
CREATE TABLE empty_slot (
    chain_id     INTEGER NOT NULL REFERENCES chain (id),
    slot         INTEGER NOT NULL,
    after_number INTEGER NOT NULL,
    owner_id     INTEGER NOT NULL REFERENCES aura_key (id),
    seat         INTEGER NOT NULL,
    set_id       INTEGER NOT NULL REFERENCES authority_set (id),
    orphaned     INTEGER NOT NULL,
    PRIMARY KEY (chain_id, slot)
) WITHOUT ROWID;
CREATE INDEX empty_slot_owner ON empty_slot (owner_id, slot);

-- Slots by outcome for each epoch of the slot: sums over block and empty_slot, kept so that totals need no scan.
CREATE TABLE duty (
    chain_id INTEGER NOT NULL REFERENCES chain (id),
    epoch    INTEGER NOT NULL,
    owner_id INTEGER NOT NULL REFERENCES aura_key (id),
    produced INTEGER NOT NULL,
    missed   INTEGER NOT NULL,
    orphaned INTEGER NOT NULL,
    PRIMARY KEY (chain_id, epoch, owner_id)
) WITHOUT ROWID;

-- Unbroken runs of stored canonical blocks; what lies between two is a gap.
CREATE TABLE segment (
    chain_id     INTEGER NOT NULL REFERENCES chain (id),
    first_number INTEGER NOT NULL,
    last_number  INTEGER NOT NULL,
    PRIMARY KEY (chain_id, first_number)
) WITHOUT ROWID;

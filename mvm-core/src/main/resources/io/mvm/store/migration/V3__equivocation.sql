-- Slots for which one key signed two or more different blocks. A block may move between block and orphan_block, but it stays in
-- one of the two: so rows here are only ever added.
CREATE TABLE equivocation (
    chain_id  INTEGER NOT NULL REFERENCES chain (id),
    author_id INTEGER NOT NULL REFERENCES aura_key (id),
    slot      INTEGER NOT NULL,
    PRIMARY KEY (chain_id, author_id, slot)
) WITHOUT ROWID;

-- What lies among the blocks stored so far. Orphans are few, so that one pass over the blocks finds their siblings.
INSERT INTO equivocation (chain_id, author_id, slot)
SELECT chain_id, author_id, slot FROM orphan_block
WHERE author_id IS NOT NULL AND slot IS NOT NULL
GROUP BY chain_id, author_id, slot HAVING count(*) > 1
UNION
SELECT o.chain_id, o.author_id, o.slot
FROM block b CROSS JOIN orphan_block o INDEXED BY orphan_block_slot
ON o.chain_id = b.chain_id AND o.slot = b.slot AND o.author_id = b.author_id AND o.hash <> b.hash
WHERE EXISTS (SELECT 1 FROM orphan_block);

-- Slots for which one key signed two or more different blocks. A block may move between block and orphan_block, but it stays in
-- one of the two: so rows here are only ever added.
CREATE TABLE equivocation (
    chain_id  INTEGER NOT NULL REFERENCES chain (id),
    author_id INTEGER NOT NULL REFERENCES aura_key (id),
    slot      INTEGER NOT NULL,
    PRIMARY KEY (chain_id, author_id, slot)
) WITHOUT ROWID;

-- What lies among the blocks stored so far. Nothing finds a canonical block by its slot, but slots ascend with heights: the one that
-- can be an orphan's sibling is the nearest of at least its slot from its height on, or of at most its slot below.
INSERT INTO equivocation (chain_id, author_id, slot)
SELECT chain_id, author_id, slot FROM orphan_block
WHERE author_id IS NOT NULL AND slot IS NOT NULL
GROUP BY chain_id, author_id, slot HAVING count(*) > 1
UNION
SELECT o.chain_id, o.author_id, o.slot
FROM orphan_block o JOIN block b
ON b.chain_id = o.chain_id AND b.slot = o.slot AND b.author_id = o.author_id AND b.hash <> o.hash
AND b.number IN (
    (SELECT c.number FROM block c WHERE c.chain_id = o.chain_id AND c.number >= o.number AND c.slot >= o.slot
     ORDER BY c.number LIMIT 1),
    (SELECT c.number FROM block c WHERE c.chain_id = o.chain_id AND c.number < o.number AND c.slot <= o.slot
     ORDER BY c.number DESC LIMIT 1)
);

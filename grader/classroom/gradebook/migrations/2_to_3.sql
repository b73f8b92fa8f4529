-- Comments and bonuses stand in the log beside extensions, excuses and overrides: its table knows two more kinds.

CREATE TABLE adjustment_2 (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    student TEXT NOT NULL,
    kata TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('extension', 'excuse', 'override', 'comment', 'bonus')),
    until TEXT,
    points TEXT,
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made TEXT NOT NULL
);
INSERT INTO adjustment_2 SELECT id, student, kata, kind, until, points, reason, made_by, made FROM adjustment;

-- Ids of what was erased are not given again.
DELETE FROM sqlite_sequence WHERE name = 'adjustment_2';
INSERT INTO sqlite_sequence (name, seq) SELECT 'adjustment_2', seq FROM sqlite_sequence WHERE name = 'adjustment';

DROP TRIGGER adjustment_kept;
DROP TABLE adjustment;
ALTER TABLE adjustment_2 RENAME TO adjustment;

CREATE TRIGGER adjustment_stays BEFORE UPDATE ON adjustment
BEGIN SELECT RAISE(ABORT, 'the log is never rewritten'); END;
CREATE TRIGGER adjustment_kept BEFORE DELETE ON adjustment WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'the log is never shortened'); END;
CREATE TRIGGER adjustment_is_new BEFORE INSERT ON adjustment
WHEN EXISTS (SELECT 1 FROM adjustment WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the log is never rewritten'); END;

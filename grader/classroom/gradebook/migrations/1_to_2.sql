-- Times of submissions can be put right: the zone they were read in, and what they were before.

ALTER TABLE submission ADD COLUMN zone TEXT NOT NULL DEFAULT '';

CREATE TABLE retimed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    submission INTEGER NOT NULL REFERENCES submission (id),
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    origin TEXT NOT NULL,
    made TEXT NOT NULL
);
CREATE INDEX retimed_by_submission ON retimed (submission);

CREATE TRIGGER retimed_stays BEFORE UPDATE ON retimed WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'the log is never rewritten'); END;
CREATE TRIGGER retimed_kept BEFORE DELETE ON retimed WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'the log is never shortened'); END;
CREATE TRIGGER retimed_is_new BEFORE INSERT ON retimed WHEN EXISTS (SELECT 1 FROM retimed WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the log is never rewritten'); END;

-- The gradebook of a course. This is the one description of its newest form; migrations/ lead here from older ones.
-- Times are ISO 8601 in UTC. No line of a report's text stands here but in documents and in the sentences of checks.

PRAGMA application_id = 1801548901;
PRAGMA user_version = 3;

CREATE TABLE course (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    secret BLOB NOT NULL CHECK (length(secret) >= 16)
);

-- What was handed in, once for all who handed in the same bytes.
CREATE TABLE source (
    sha256 TEXT NOT NULL PRIMARY KEY,
    content BLOB NOT NULL
);

-- owner is a student's id, or group:NAME. submitted is NULL where nobody knows; zone is the course's time zone in which it
-- was read, and empty where the source itself said one.
CREATE TABLE submission (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kata TEXT NOT NULL,
    owner TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES source (sha256),
    file_name TEXT NOT NULL,
    submitted TEXT,
    late_mark INTEGER NOT NULL DEFAULT 0,
    not_started INTEGER NOT NULL DEFAULT 0,
    origin TEXT NOT NULL,
    collected TEXT NOT NULL,
    zone TEXT NOT NULL DEFAULT ''
);
CREATE INDEX submission_by_kata ON submission (kata, owner);
CREATE INDEX submission_in_order ON submission (kata, id);
CREATE INDEX submission_by_source ON submission (sha256);

-- Whom a submission counts for.
CREATE TABLE member (
    student TEXT NOT NULL,
    submission INTEGER NOT NULL REFERENCES submission (id),
    PRIMARY KEY (student, submission)
) WITHOUT ROWID;
CREATE INDEX member_by_submission ON member (submission);

-- What a kata was when it was marked: versions and checks are JSON.
CREATE TABLE edition (
    id INTEGER PRIMARY KEY,
    kata TEXT NOT NULL,
    kata_version TEXT NOT NULL,
    versions TEXT NOT NULL,
    checks TEXT NOT NULL,
    UNIQUE (kata, kata_version, versions, checks)
);

-- results holds the outcome of each check of the edition, in order, with ":M02" behind it where one is known, and commas
-- between; it is empty where no check was run.
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    submission INTEGER NOT NULL REFERENCES submission (id),
    edition INTEGER NOT NULL REFERENCES edition (id),
    kind TEXT NOT NULL,
    made TEXT NOT NULL,
    seed TEXT NOT NULL,
    verdict TEXT NOT NULL,
    points INTEGER NOT NULL CHECK (points >= 0),
    max INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    level TEXT NOT NULL,
    accepted_unconfined INTEGER NOT NULL,
    misconceptions TEXT NOT NULL,
    results TEXT NOT NULL
);
CREATE INDEX attempt_by_submission ON attempt (submission, verdict);

-- The report in the instructor's view: JSON, compressed with zlib.
CREATE TABLE document (
    attempt INTEGER PRIMARY KEY REFERENCES attempt (id),
    report BLOB NOT NULL
);

-- Extensions, excuses, overrides, comments (their words are the reason) and bonuses; student is an id or a group's name, kata is empty for all.
CREATE TABLE adjustment (
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

CREATE TABLE undone (
    adjustment INTEGER PRIMARY KEY REFERENCES adjustment (id),
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made TEXT NOT NULL
);

-- Times of submissions that were put right.
CREATE TABLE retimed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    submission INTEGER NOT NULL REFERENCES submission (id),
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    origin TEXT NOT NULL,
    made TEXT NOT NULL
);
CREATE INDEX retimed_by_submission ON retimed (submission);

-- Holds a row only inside the transaction that erases a person: the one way to delete anything.
CREATE TABLE forgetting (student TEXT NOT NULL);

CREATE TRIGGER source_stays BEFORE UPDATE ON source
BEGIN SELECT RAISE(ABORT, 'what was handed in is never rewritten'); END;
CREATE TRIGGER source_kept BEFORE DELETE ON source WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what was handed in is never deleted'); END;

CREATE TRIGGER submission_stays BEFORE UPDATE OF id, kata, owner, sha256, collected ON submission
WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what was handed in is never rewritten'); END;
CREATE TRIGGER submission_kept BEFORE DELETE ON submission WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'what was handed in is never deleted'); END;

CREATE TRIGGER edition_stays BEFORE UPDATE ON edition
BEGIN SELECT RAISE(ABORT, 'attempts are never rewritten'); END;
CREATE TRIGGER edition_kept BEFORE DELETE ON edition
BEGIN SELECT RAISE(ABORT, 'attempts are never deleted'); END;

CREATE TRIGGER attempt_stays BEFORE UPDATE ON attempt
BEGIN SELECT RAISE(ABORT, 'attempts are never rewritten'); END;
CREATE TRIGGER attempt_kept BEFORE DELETE ON attempt WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'attempts are never deleted'); END;
-- REPLACE deletes without asking the triggers for DELETE.
CREATE TRIGGER attempt_is_new BEFORE INSERT ON attempt WHEN EXISTS (SELECT 1 FROM attempt WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'attempts are never rewritten'); END;

CREATE TRIGGER document_stays BEFORE UPDATE ON document
BEGIN SELECT RAISE(ABORT, 'attempts are never rewritten'); END;
CREATE TRIGGER document_kept BEFORE DELETE ON document WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'attempts are never deleted'); END;
CREATE TRIGGER document_is_new BEFORE INSERT ON document
WHEN EXISTS (SELECT 1 FROM document WHERE attempt = NEW.attempt)
BEGIN SELECT RAISE(ABORT, 'attempts are never rewritten'); END;

CREATE TRIGGER adjustment_stays BEFORE UPDATE ON adjustment
BEGIN SELECT RAISE(ABORT, 'the log is never rewritten'); END;
CREATE TRIGGER adjustment_kept BEFORE DELETE ON adjustment WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'the log is never shortened'); END;
CREATE TRIGGER adjustment_is_new BEFORE INSERT ON adjustment
WHEN EXISTS (SELECT 1 FROM adjustment WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the log is never rewritten'); END;

CREATE TRIGGER undone_stays BEFORE UPDATE ON undone
BEGIN SELECT RAISE(ABORT, 'the log is never rewritten'); END;
CREATE TRIGGER undone_kept BEFORE DELETE ON undone WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'the log is never shortened'); END;
CREATE TRIGGER undone_is_new BEFORE INSERT ON undone
WHEN EXISTS (SELECT 1 FROM undone WHERE adjustment = NEW.adjustment)
BEGIN SELECT RAISE(ABORT, 'the log is never rewritten'); END;

CREATE TRIGGER retimed_stays BEFORE UPDATE ON retimed WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'the log is never rewritten'); END;
CREATE TRIGGER retimed_kept BEFORE DELETE ON retimed WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN SELECT RAISE(ABORT, 'the log is never shortened'); END;
CREATE TRIGGER retimed_is_new BEFORE INSERT ON retimed WHEN EXISTS (SELECT 1 FROM retimed WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the log is never rewritten'); END;

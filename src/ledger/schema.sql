-- Version 1. Times are whole milliseconds since 1970 UTC, in ledger time (see clock.rs). Words are those of the domain.

CREATE TABLE meta (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    created_at  INTEGER NOT NULL,
    clean       INTEGER NOT NULL CHECK (clean IN (0, 1)),
    clock_at    INTEGER NOT NULL,
    clock_ahead INTEGER NOT NULL CHECK (clock_ahead >= 0)
) STRICT;

CREATE TABLE owner (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    slug       TEXT NOT NULL,
    name       TEXT NOT NULL,
    learned_at INTEGER NOT NULL
) STRICT;

CREATE TABLE run (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL,
    roster      TEXT,
    fingerprint TEXT,
    site        TEXT NOT NULL,
    surface     TEXT,
    route       TEXT,
    selectors   TEXT,
    started_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    stopped_by  TEXT,
    exit        INTEGER,
    intents     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE person (
    id            INTEGER PRIMARY KEY,
    key           TEXT NOT NULL UNIQUE,
    slug          TEXT,
    name          TEXT,
    company       TEXT,
    position      TEXT,
    email         TEXT,
    connected_on  TEXT,
    location      TEXT,
    reason        TEXT,
    note          TEXT,
    first_seen_at INTEGER NOT NULL
) STRICT;

-- One row for each intent. `nth` is the running number of its action, so that a rolling window is the difference of two
-- index seeks, whatever the size of the ledger.
CREATE TABLE attempt (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    person             INTEGER NOT NULL REFERENCES person (id),
    run                INTEGER NOT NULL REFERENCES run (id),
    action             TEXT NOT NULL,
    nth                INTEGER NOT NULL CHECK (nth > 0),
    pinned_slug        TEXT NOT NULL,
    seen_name          TEXT NOT NULL,
    session            TEXT NOT NULL,
    driver             TEXT NOT NULL,
    phase              TEXT NOT NULL,
    intent_at          INTEGER NOT NULL,
    clicked_at         INTEGER,
    confirm_clicked_at INTEGER,
    looks              INTEGER NOT NULL DEFAULT 0,
    unknowns           INTEGER NOT NULL DEFAULT 0,
    settled            TEXT,
    settled_at         INTEGER
) STRICT;
CREATE UNIQUE INDEX attempt_nth ON attempt (action, nth);
CREATE INDEX attempt_window ON attempt (action, intent_at, nth);
CREATE INDEX attempt_person ON attempt (person);
CREATE INDEX attempt_pinned ON attempt (pinned_slug);
-- At most one unsettled intent for a person, whatever the program does.
CREATE UNIQUE INDEX attempt_open ON attempt (person) WHERE settled IS NULL;

-- Where a person stands with regard to one action. A digest of `event` and `attempt`, written with them.
CREATE TABLE standing (
    person        INTEGER NOT NULL REFERENCES person (id),
    action        TEXT NOT NULL,
    outcome       TEXT,
    at            INTEGER NOT NULL,
    run           INTEGER,
    failures      INTEGER NOT NULL,
    not_found_at  INTEGER,
    not_found_run INTEGER,
    final         INTEGER NOT NULL CHECK (final IN (0, 1)),
    spent         INTEGER NOT NULL,
    skipped       INTEGER NOT NULL CHECK (skipped IN (0, 1)),
    look          INTEGER NOT NULL CHECK (look IN (0, 1)),
    PRIMARY KEY (person, action)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_look ON standing (person) WHERE look = 1;

CREATE TABLE event (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    run       INTEGER REFERENCES run (id),
    person    INTEGER NOT NULL REFERENCES person (id),
    action    TEXT NOT NULL,
    attempt   INTEGER REFERENCES attempt (id),
    outcome   TEXT NOT NULL,
    detail    TEXT NOT NULL,
    fault     TEXT,
    route     TEXT,
    surface   TEXT,
    ms        INTEGER,
    at        INTEGER NOT NULL,
    -- Written by a settlement, to be filled in by the outcome that follows.
    open      INTEGER NOT NULL DEFAULT 0 CHECK (open IN (0, 1))
) STRICT;
CREATE INDEX event_run ON event (run, id);
CREATE INDEX event_person ON event (person, id);

-- Whom a rehearsal got as far as the point of no return with, and on whose page.
CREATE TABLE rehearsal (
    run         INTEGER NOT NULL REFERENCES run (id),
    person      INTEGER NOT NULL REFERENCES person (id),
    action      TEXT NOT NULL,
    pinned_slug TEXT NOT NULL,
    seen_name   TEXT NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (run, person, action)
) STRICT, WITHOUT ROWID;

-- `total` is the running total of `count`, as `nth` is for intents.
CREATE TABLE page_view (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    run   INTEGER NOT NULL REFERENCES run (id),
    kind  TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    total INTEGER NOT NULL,
    at    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX page_view_total ON page_view (total, at);
CREATE INDEX page_view_window ON page_view (at, total);

CREATE TABLE warning (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    run    INTEGER REFERENCES run (id),
    cause  TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

-- What keeps runs from going on.
CREATE TABLE control (
    id               INTEGER PRIMARY KEY CHECK (id = 1),
    cooldown_until   INTEGER,
    cooldown_at      INTEGER,
    cooldown_step    INTEGER,
    cooldown_cause   TEXT,
    halt_at          INTEGER,
    halt_cause       TEXT,
    halt_detail      TEXT,
    halt_run         INTEGER,
    breaker_at       INTEGER,
    breaker_cause    TEXT,
    breaker_run      INTEGER,
    breaker_revision TEXT,
    streak_cause     TEXT,
    streak           INTEGER NOT NULL DEFAULT 0,
    streak_revision  TEXT NOT NULL DEFAULT ''
) STRICT;

-- The limiter's state: nanoseconds since 1970 for governor, milliseconds for the random spacing on top.
CREATE TABLE pace (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    tat_ns     INTEGER,
    not_before INTEGER
) STRICT;

INSERT INTO control (id) VALUES (1);
INSERT INTO pace (id) VALUES (1);

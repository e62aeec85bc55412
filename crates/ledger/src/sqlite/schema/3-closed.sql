-- Reconciliations as they were when they were closed. A closed one never changes.
CREATE TABLE closed_runs (
    name TEXT PRIMARY KEY,
    closed_at TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;

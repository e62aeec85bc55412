CREATE TABLE journal (
    key TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    provider TEXT NOT NULL,
    operation TEXT NOT NULL,
    body TEXT NOT NULL,
    msg_id TEXT,
    baseline INTEGER,
    state TEXT NOT NULL CHECK (state IN ('prepared', 'sent', 'done', 'refused', 'unknown')),
    prepared_at TEXT NOT NULL,
    sent_at TEXT,
    settled_at TEXT,
    code TEXT,
    message TEXT,
    ids TEXT
) STRICT;

-- One entry for each row that cannot be read, whatever stream brought it. An entry whose row was read later stays, with the
-- time at which that was.
CREATE TABLE quarantine_entries (
    place INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    provider TEXT NOT NULL,
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    raw_hash BLOB NOT NULL,
    stream TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    closed_at TEXT,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,
    UNIQUE (account, provider, table_name, row_key)
) STRICT;

INSERT INTO quarantine_entries (place, account, provider, table_name, row_key, raw_hash, stream, first_seen, reason, raw)
SELECT
    min(place), account, provider,
    CASE WHEN stream LIKE 'templates.%' THEN 'templates' WHEN stream = 'customers' THEN 'template_customers'
        ELSE 'coupons' END AS table_name,
    'text:' || lower(hex(raw_hash)), raw_hash, stream, min(first_seen), reason, raw
FROM quarantine GROUP BY account, provider, table_name, raw_hash;

DROP TABLE quarantine;
ALTER TABLE quarantine_entries RENAME TO quarantine;
CREATE INDEX quarantine_open ON quarantine (account, provider) WHERE closed_at IS NULL;

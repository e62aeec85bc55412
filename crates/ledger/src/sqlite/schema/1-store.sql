-- Rows lie under small integers and instants are microseconds since 1970 (UTC), because an index of text keys is twice as
-- big and instants as text cost more to write than all the rest. People read the views of the same names without `_rows`.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
    name TEXT PRIMARY KEY,
    vendor TEXT NOT NULL,
    fingerprint TEXT NOT NULL
) STRICT;

CREATE TABLE sources (
    no INTEGER PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name),
    provider TEXT NOT NULL,
    UNIQUE (account, provider)
) STRICT;

CREATE TABLE template_rows (
    place INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    id TEXT NOT NULL,
    raw_hash BLOB NOT NULL,
    first_seen INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    gone_at INTEGER,
    vendor_changed_at INTEGER,
    name TEXT,
    state TEXT NOT NULL,
    amount TEXT,
    share TEXT,
    at_most TEXT,
    threshold TEXT,
    total INTEGER,
    per_customer INTEGER,
    claimed INTEGER,
    used INTEGER,
    begins_at INTEGER,
    ends_at INTEGER,
    created_at INTEGER,
    derived INTEGER NOT NULL,
    raw TEXT NOT NULL,
    UNIQUE (source, id)
) STRICT;

CREATE TABLE coupon_rows (
    place INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    id TEXT NOT NULL,
    raw_hash BLOB NOT NULL,
    first_seen INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    gone_at INTEGER,
    vendor_changed_at INTEGER,
    code TEXT,
    template TEXT,
    template_name TEXT,
    customer TEXT,
    customer_code TEXT,
    customer_name TEXT,
    state TEXT NOT NULL,
    amount TEXT,
    begins_at INTEGER,
    ends_at INTEGER,
    created_at INTEGER,
    received_at INTEGER,
    used_at INTEGER,
    order_id TEXT,
    order_no TEXT,
    order_amount TEXT,
    used_amount TEXT,
    product TEXT,
    product_code TEXT,
    product_name TEXT,
    quantity TEXT,
    unit TEXT,
    price TEXT,
    recovered_at INTEGER,
    recovered_quantity TEXT,
    raw TEXT NOT NULL,
    UNIQUE (source, id)
) STRICT;

-- Which coupons can still change is asked in every sync. This index grows at one end, so it costs little while rows with
-- random ids pour in; one on code or customer would cost as much as the unique key.
CREATE INDEX coupon_ends ON coupon_rows (source, created_at, ends_at) WHERE gone_at IS NULL;

CREATE TABLE customer_rows (
    place INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    template TEXT NOT NULL,
    id TEXT NOT NULL,
    raw_hash BLOB NOT NULL,
    first_seen INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    gone_at INTEGER,
    code TEXT,
    name TEXT,
    raw TEXT NOT NULL,
    UNIQUE (source, template, id)
) STRICT;

-- One sum for each source and table over its rows that are not gone, moved along with every row.
CREATE TABLE digests (
    source INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    sum BLOB NOT NULL,
    PRIMARY KEY (source, table_name)
) STRICT;

-- What of each template was read when; nothing yet, if a coupon names it and its details were never asked for.
CREATE TABLE template_read_rows (
    source INTEGER NOT NULL,
    template TEXT NOT NULL,
    what TEXT NOT NULL,
    began_at INTEGER,
    PRIMARY KEY (source, template, what)
) STRICT;

CREATE TABLE checkpoints (
    account TEXT NOT NULL,
    provider TEXT NOT NULL,
    stream TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (account, provider, stream)
) STRICT;

CREATE TABLE quarantine (
    place INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    provider TEXT NOT NULL,
    raw_hash BLOB NOT NULL,
    stream TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,
    UNIQUE (account, provider, raw_hash, stream)
) STRICT;

CREATE VIEW templates AS
SELECT
    account, provider, id, name, state, amount, share, at_most, threshold, total, per_customer, claimed, used,
    strftime('%Y-%m-%dT%H:%M:%SZ', begins_at / 1000000, 'unixepoch') AS begins_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', ends_at / 1000000, 'unixepoch') AS ends_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000000, 'unixepoch') AS created_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', vendor_changed_at / 1000000, 'unixepoch') AS vendor_changed_at,
    derived,
    strftime('%Y-%m-%dT%H:%M:%SZ', first_seen / 1000000, 'unixepoch') AS first_seen,
    strftime('%Y-%m-%dT%H:%M:%SZ', changed_at / 1000000, 'unixepoch') AS changed_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', gone_at / 1000000, 'unixepoch') AS gone_at,
    lower(hex(raw_hash)) AS raw_hash, raw
FROM template_rows JOIN sources ON no = source;

CREATE VIEW coupons AS
SELECT
    account, provider, id, code, template, template_name, customer, customer_code, customer_name, state, amount,
    strftime('%Y-%m-%dT%H:%M:%SZ', begins_at / 1000000, 'unixepoch') AS begins_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', ends_at / 1000000, 'unixepoch') AS ends_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000000, 'unixepoch') AS created_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', vendor_changed_at / 1000000, 'unixepoch') AS vendor_changed_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', received_at / 1000000, 'unixepoch') AS received_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', used_at / 1000000, 'unixepoch') AS used_at,
    order_id, order_no, order_amount, used_amount, product, product_code, product_name, quantity, unit, price,
    strftime('%Y-%m-%dT%H:%M:%SZ', recovered_at / 1000000, 'unixepoch') AS recovered_at,
    recovered_quantity,
    strftime('%Y-%m-%dT%H:%M:%SZ', first_seen / 1000000, 'unixepoch') AS first_seen,
    strftime('%Y-%m-%dT%H:%M:%SZ', changed_at / 1000000, 'unixepoch') AS changed_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', gone_at / 1000000, 'unixepoch') AS gone_at,
    lower(hex(raw_hash)) AS raw_hash, raw
FROM coupon_rows JOIN sources ON no = source;

CREATE VIEW template_customers AS
SELECT
    account, provider, template, id, code, name,
    strftime('%Y-%m-%dT%H:%M:%SZ', first_seen / 1000000, 'unixepoch') AS first_seen,
    strftime('%Y-%m-%dT%H:%M:%SZ', changed_at / 1000000, 'unixepoch') AS changed_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', gone_at / 1000000, 'unixepoch') AS gone_at,
    lower(hex(raw_hash)) AS raw_hash, raw
FROM customer_rows JOIN sources ON no = source;

CREATE VIEW template_reads AS
SELECT
    account, provider, template, what,
    strftime('%Y-%m-%dT%H:%M:%SZ', began_at / 1000000, 'unixepoch') AS began_at
FROM template_read_rows JOIN sources ON no = source;

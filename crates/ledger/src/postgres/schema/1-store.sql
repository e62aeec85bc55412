-- The same tables and views as in a SQLite file, in the schema `coupon`. Instants are microseconds since 1970 (UTC), decimals
-- are text; people read the views of the same names without `_rows`. Texts are compared byte by byte: ids are no words.

CREATE TABLE meta (
    key text COLLATE "C" PRIMARY KEY,
    value text COLLATE "C" NOT NULL
);

CREATE TABLE accounts (
    name text COLLATE "C" PRIMARY KEY,
    vendor text COLLATE "C" NOT NULL,
    fingerprint text COLLATE "C" NOT NULL
);

CREATE TABLE sources (
    no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account text COLLATE "C" NOT NULL REFERENCES accounts (name),
    provider text COLLATE "C" NOT NULL,
    UNIQUE (account, provider)
);

CREATE TABLE template_rows (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source bigint NOT NULL,
    id text COLLATE "C" NOT NULL,
    raw_hash bytea NOT NULL,
    first_seen bigint NOT NULL,
    changed_at bigint NOT NULL,
    gone_at bigint,
    vendor_changed_at bigint,
    name text COLLATE "C",
    state text COLLATE "C" NOT NULL,
    amount text COLLATE "C",
    share text COLLATE "C",
    at_most text COLLATE "C",
    threshold text COLLATE "C",
    total bigint,
    per_customer bigint,
    claimed bigint,
    used bigint,
    begins_at bigint,
    ends_at bigint,
    created_at bigint,
    derived boolean NOT NULL,
    raw text COLLATE "C" NOT NULL,
    UNIQUE (source, id)
);

CREATE TABLE coupon_rows (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source bigint NOT NULL,
    id text COLLATE "C" NOT NULL,
    raw_hash bytea NOT NULL,
    first_seen bigint NOT NULL,
    changed_at bigint NOT NULL,
    gone_at bigint,
    vendor_changed_at bigint,
    code text COLLATE "C",
    template text COLLATE "C",
    template_name text COLLATE "C",
    customer text COLLATE "C",
    customer_code text COLLATE "C",
    customer_name text COLLATE "C",
    state text COLLATE "C" NOT NULL,
    amount text COLLATE "C",
    begins_at bigint,
    ends_at bigint,
    created_at bigint,
    received_at bigint,
    used_at bigint,
    order_id text COLLATE "C",
    order_no text COLLATE "C",
    order_amount text COLLATE "C",
    used_amount text COLLATE "C",
    product text COLLATE "C",
    product_code text COLLATE "C",
    product_name text COLLATE "C",
    quantity text COLLATE "C",
    unit text COLLATE "C",
    price text COLLATE "C",
    recovered_at bigint,
    recovered_quantity text COLLATE "C",
    raw text COLLATE "C" NOT NULL,
    UNIQUE (source, id)
);

-- Which coupons can still change is asked in every sync. This index grows at one end, so it costs little while rows with
-- random ids pour in; one on code or customer would cost as much as the unique key.
CREATE INDEX coupon_ends ON coupon_rows (source, created_at, ends_at) WHERE gone_at IS NULL;

CREATE TABLE customer_rows (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source bigint NOT NULL,
    template text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    raw_hash bytea NOT NULL,
    first_seen bigint NOT NULL,
    changed_at bigint NOT NULL,
    gone_at bigint,
    code text COLLATE "C",
    name text COLLATE "C",
    raw text COLLATE "C" NOT NULL,
    UNIQUE (source, template, id)
);

-- One sum for each source and table over its rows that are not gone, moved along with every row.
CREATE TABLE digests (
    source bigint NOT NULL,
    table_name text COLLATE "C" NOT NULL,
    row_count bigint NOT NULL,
    sum bytea NOT NULL,
    PRIMARY KEY (source, table_name)
);

-- What of each template was read when; nothing yet, if a coupon names it and its details were never asked for.
CREATE TABLE template_read_rows (
    source bigint NOT NULL,
    template text COLLATE "C" NOT NULL,
    what text COLLATE "C" NOT NULL,
    began_at bigint,
    PRIMARY KEY (source, template, what)
);

CREATE TABLE checkpoints (
    account text COLLATE "C" NOT NULL,
    provider text COLLATE "C" NOT NULL,
    stream text COLLATE "C" NOT NULL,
    day text COLLATE "C" NOT NULL,
    PRIMARY KEY (account, provider, stream)
);

CREATE TABLE quarantine (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account text COLLATE "C" NOT NULL,
    provider text COLLATE "C" NOT NULL,
    raw_hash bytea NOT NULL,
    stream text COLLATE "C" NOT NULL,
    first_seen text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL,
    raw text COLLATE "C" NOT NULL,
    UNIQUE (account, provider, raw_hash, stream)
);

CREATE FUNCTION shown(micros bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT to_char(timestamp '1970-01-01' + (micros / 1000000) * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

CREATE VIEW templates AS
SELECT
    account, provider, id, name, state, amount, share, at_most, threshold, total, per_customer, claimed, used,
    shown(begins_at) AS begins_at,
    shown(ends_at) AS ends_at,
    shown(created_at) AS created_at,
    shown(vendor_changed_at) AS vendor_changed_at,
    derived,
    shown(first_seen) AS first_seen,
    shown(changed_at) AS changed_at,
    shown(gone_at) AS gone_at,
    encode(raw_hash, 'hex') AS raw_hash, raw
FROM template_rows JOIN sources ON no = source;

CREATE VIEW coupons AS
SELECT
    account, provider, id, code, template, template_name, customer, customer_code, customer_name, state, amount,
    shown(begins_at) AS begins_at,
    shown(ends_at) AS ends_at,
    shown(created_at) AS created_at,
    shown(vendor_changed_at) AS vendor_changed_at,
    shown(received_at) AS received_at,
    shown(used_at) AS used_at,
    order_id, order_no, order_amount, used_amount, product, product_code, product_name, quantity, unit, price,
    shown(recovered_at) AS recovered_at,
    recovered_quantity,
    shown(first_seen) AS first_seen,
    shown(changed_at) AS changed_at,
    shown(gone_at) AS gone_at,
    encode(raw_hash, 'hex') AS raw_hash, raw
FROM coupon_rows JOIN sources ON no = source;

CREATE VIEW template_customers AS
SELECT
    account, provider, template, id, code, name,
    shown(first_seen) AS first_seen,
    shown(changed_at) AS changed_at,
    shown(gone_at) AS gone_at,
    encode(raw_hash, 'hex') AS raw_hash, raw
FROM customer_rows JOIN sources ON no = source;

CREATE VIEW template_reads AS
SELECT
    account, provider, template, what,
    shown(began_at) AS began_at
FROM template_read_rows JOIN sources ON no = source;

CREATE TABLE journal (
    place bigint GENERATED ALWAYS AS IDENTITY,
    key text COLLATE "C" PRIMARY KEY,
    account text COLLATE "C" NOT NULL,
    provider text COLLATE "C" NOT NULL,
    operation text COLLATE "C" NOT NULL,
    body text COLLATE "C" NOT NULL,
    msg_id text COLLATE "C",
    baseline bigint,
    state text COLLATE "C" NOT NULL CHECK (state IN ('prepared', 'sent', 'done', 'refused', 'unknown')),
    prepared_at text COLLATE "C" NOT NULL,
    sent_at text COLLATE "C",
    settled_at text COLLATE "C",
    code text COLLATE "C",
    message text COLLATE "C",
    ids text COLLATE "C"
);

-- Reconciliations as they were when they were closed. A closed one never changes.
CREATE TABLE closed_runs (
    name text COLLATE "C" PRIMARY KEY,
    closed_at text COLLATE "C" NOT NULL,
    body text COLLATE "C" NOT NULL
);

-- The views for people and their tools: amounts are numeric, instants are timestamptz. Without an end is 9999-12-31 in Beijing,
-- without a beginning 0001-01-01 UTC. Rows that are gone have the time at which that was seen.
CREATE FUNCTION instant(micros bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT (timestamp '1970-01-01' + (micros / 1000000) * interval '1 second'
        + (micros % 1000000) * interval '1 microsecond') AT TIME ZONE 'UTC'
$$;

CREATE VIEW templates_typed AS
SELECT
    account, provider, id, name, state,
    amount::numeric AS amount,
    share::numeric AS share,
    at_most::numeric AS at_most,
    threshold::numeric AS threshold,
    total, per_customer, claimed, used,
    coupon.instant(begins_at) AS begins_at,
    coupon.instant(ends_at) AS ends_at,
    coupon.instant(created_at) AS created_at,
    coupon.instant(vendor_changed_at) AS vendor_changed_at,
    derived,
    coupon.instant(first_seen) AS first_seen,
    coupon.instant(changed_at) AS changed_at,
    coupon.instant(gone_at) AS gone_at
FROM template_rows JOIN sources ON no = source;

CREATE VIEW coupons_typed AS
SELECT
    account, provider, id, code, template, template_name, customer, customer_code, customer_name, state,
    amount::numeric AS amount,
    share::numeric AS share,
    threshold::numeric AS threshold,
    coupon.instant(begins_at) AS begins_at,
    coupon.instant(ends_at) AS ends_at,
    coupon.instant(created_at) AS created_at,
    coupon.instant(vendor_changed_at) AS vendor_changed_at,
    coupon.instant(received_at) AS received_at,
    coupon.instant(used_at) AS used_at,
    order_id, order_no,
    order_amount::numeric AS order_amount,
    used_amount::numeric AS used_amount,
    product, product_code, product_name,
    quantity::numeric AS quantity,
    unit,
    price::numeric AS price,
    coupon.instant(recovered_at) AS recovered_at,
    recovered_quantity::numeric AS recovered_quantity,
    coupon.instant(first_seen) AS first_seen,
    coupon.instant(changed_at) AS changed_at,
    coupon.instant(gone_at) AS gone_at
FROM coupon_rows JOIN sources ON no = source;

CREATE VIEW template_customers_typed AS
SELECT
    account, provider, template, id, code, name,
    coupon.instant(first_seen) AS first_seen,
    coupon.instant(changed_at) AS changed_at,
    coupon.instant(gone_at) AS gone_at
FROM customer_rows JOIN sources ON no = source;

CREATE VIEW quarantine_typed AS
SELECT
    account, provider, table_name, stream,
    first_seen::timestamptz AS first_seen,
    closed_at::timestamptz AS closed_at,
    reason, raw
FROM quarantine;

CREATE VIEW journal_typed AS
SELECT
    key, account, provider, operation, state, operator, role,
    prepared_at::timestamptz AS prepared_at,
    sent_at::timestamptz AS sent_at,
    settled_at::timestamptz AS settled_at,
    read_at::timestamptz AS read_at,
    code, message, ids, subject, msg_id
FROM journal;

CREATE VIEW checkpoints_typed AS
SELECT account, provider, stream, day::date AS day FROM checkpoints;

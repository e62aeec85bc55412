-- What an order must reach for a coupon, and the share that a coupon takes off where that is no amount. Both stand behind the columns
-- that the view had before, so that what reads them by place is not disturbed.
ALTER TABLE coupon_rows ADD COLUMN share TEXT;
ALTER TABLE coupon_rows ADD COLUMN threshold TEXT;

DROP VIEW coupons;
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
    lower(hex(raw_hash)) AS raw_hash, raw, share, threshold
FROM coupon_rows JOIN sources ON no = source;

-- What an order must reach for a coupon, and the share that a coupon takes off where that is no amount. Both stand behind the columns
-- that the view had before, so that what reads them by place is not disturbed.
ALTER TABLE coupon_rows ADD COLUMN share text COLLATE "C";
ALTER TABLE coupon_rows ADD COLUMN threshold text COLLATE "C";

CREATE OR REPLACE VIEW coupons AS
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
    encode(raw_hash, 'hex') AS raw_hash, raw, share, threshold
FROM coupon_rows JOIN sources ON no = source;

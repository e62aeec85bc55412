-- Roles of a ledger in PostgreSQL, below its owner: run once by who may make roles, in the ledger's database, after the first
-- `coupon sync` has made the tables. `coupon` is the owner; the roles are given to people with GRANT coupon_reader TO ann.
CREATE ROLE coupon_reader NOLOGIN;
CREATE ROLE coupon_operator NOLOGIN;
GRANT coupon_reader TO coupon_operator;

-- A reader sees everything in the ledger, customers' names and the vendors' texts too, and changes nothing.
GRANT USAGE ON SCHEMA coupon TO coupon_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA coupon TO coupon_reader;

-- An operator syncs by hand and writes at the vendors: rows are written, and nothing of the journal is deleted. (A coupon that
-- moves to another place of its table is deleted there.)
GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA coupon TO coupon_operator;
GRANT DELETE ON coupon.template_rows, coupon.coupon_rows, coupon.customer_rows TO coupon_operator;

-- Tables that a later version makes are theirs too.
ALTER DEFAULT PRIVILEGES FOR ROLE coupon IN SCHEMA coupon GRANT SELECT ON TABLES TO coupon_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE coupon IN SCHEMA coupon GRANT INSERT, UPDATE ON TABLES TO coupon_operator;

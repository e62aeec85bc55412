-- One entry for each row that cannot be read, whatever stream brought it. An entry whose row was read later stays, with the
-- time at which that was.
ALTER TABLE quarantine ADD COLUMN table_name text COLLATE "C";
ALTER TABLE quarantine ADD COLUMN row_key text COLLATE "C";
ALTER TABLE quarantine ADD COLUMN closed_at text COLLATE "C";

UPDATE quarantine SET
    table_name = CASE WHEN stream LIKE 'templates.%' THEN 'templates' WHEN stream = 'customers' THEN 'template_customers'
        ELSE 'coupons' END,
    row_key = 'text:' || encode(raw_hash, 'hex');
DELETE FROM quarantine later USING quarantine earlier
WHERE later.account = earlier.account AND later.provider = earlier.provider
    AND later.table_name = earlier.table_name AND later.row_key = earlier.row_key AND later.place > earlier.place;

ALTER TABLE quarantine ALTER COLUMN table_name SET NOT NULL;
ALTER TABLE quarantine ALTER COLUMN row_key SET NOT NULL;
ALTER TABLE quarantine DROP CONSTRAINT quarantine_account_provider_raw_hash_stream_key;
ALTER TABLE quarantine ADD UNIQUE (account, provider, table_name, row_key);
CREATE INDEX quarantine_open ON quarantine (account, provider) WHERE closed_at IS NULL;

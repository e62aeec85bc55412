-- Who sent a write, what it changes, and when that was read again after it. The role is a database server's; a file has none.
ALTER TABLE journal ADD COLUMN operator TEXT;
ALTER TABLE journal ADD COLUMN role TEXT;
ALTER TABLE journal ADD COLUMN subject TEXT;
ALTER TABLE journal ADD COLUMN read_at TEXT;

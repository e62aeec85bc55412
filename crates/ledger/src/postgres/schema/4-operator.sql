-- Who sent a write, under which role of the database, what it changes, and when that was read again after it.
ALTER TABLE journal ADD COLUMN operator text COLLATE "C";
ALTER TABLE journal ADD COLUMN role text COLLATE "C";
ALTER TABLE journal ADD COLUMN subject text COLLATE "C";
ALTER TABLE journal ADD COLUMN read_at text COLLATE "C";

-- When a login was last seen before a grant of its person ended: what was written by then may still arrive.
ALTER TABLE sessions ADD COLUMN seen_before BIGINT;

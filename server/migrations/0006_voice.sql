-- A recording is sent in pieces, each a blob of its own: which recording, by the id of its first piece, in which place,
-- and how long all of it is up to there, in milliseconds. Pictures have none of it.
ALTER TABLE blobs ADD COLUMN recording UUID;
ALTER TABLE blobs ADD COLUMN part BIGINT;
ALTER TABLE blobs ADD COLUMN millis BIGINT;
-- One piece in each place: whoever sends another is refused.
CREATE UNIQUE INDEX blobs_of_recording ON blobs (municipality, recording, part);

-- [domain::messages::Voice] as JSON, and what it says, once someone has written it down.
ALTER TABLE messages ADD COLUMN voice TEXT;
ALTER TABLE messages ADD COLUMN transcript TEXT;
ALTER TABLE messages ADD COLUMN transcript_by UUID;
ALTER TABLE messages ADD COLUMN transcript_at BIGINT;
ALTER TABLE messages ADD COLUMN transcript_revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE quarantine ADD COLUMN voice TEXT;
-- The last word was said aloud: a list has no text to show of it.
ALTER TABLE threads ADD COLUMN last_spoken BIGINT NOT NULL DEFAULT 0;

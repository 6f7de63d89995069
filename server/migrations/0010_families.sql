-- Whose stream it is, where it is a family's: its own, a thread's, and that of any feature that opens one beside them. Who
-- is given the family as its contact person is given all of these. A unit's and a person's are nobody's.
ALTER TABLE streams ADD COLUMN family UUID;
UPDATE streams SET family = (SELECT threads.family FROM threads
    WHERE threads.municipality = streams.municipality AND threads.id = streams.id) WHERE kind = 'thread';
UPDATE streams SET family = id WHERE kind = 'family';
CREATE INDEX streams_by_family ON streams (municipality, family);

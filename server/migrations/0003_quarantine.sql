-- On which side of the conversation its author spoke: whoever sends it on may stand on the other. So far only the team
-- could lose a thread.
ALTER TABLE quarantine ADD COLUMN side TEXT NOT NULL DEFAULT 'team';
CREATE INDEX quarantine_by_family ON quarantine (municipality, family, settled);

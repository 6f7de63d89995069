-- What the team writes about a family for itself.
-- retention: case
CREATE TABLE notes (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    -- That of the family's notes; its id follows from the family's.
    stream UUID NOT NULL,
    family UUID NOT NULL,
    at BIGINT NOT NULL,
    author UUID NOT NULL,
    body TEXT NOT NULL,
    -- [domain::kernel::id::MemberId] as JSON: whom it is about; none for the whole family.
    members TEXT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX notes_by_stream ON notes (municipality, stream, at);

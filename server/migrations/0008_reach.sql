-- On what ground a grant was given. Those of before follow from assignments, absences and memberships.
ALTER TABLE grants ADD COLUMN ground TEXT NOT NULL DEFAULT 'assignment';

-- Which kind of view named a picture, a file or a piece of a recording: who sees the one sees the other.
-- retention: case
CREATE TABLE blob_kinds (
    municipality UUID NOT NULL,
    blob UUID NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (municipality, blob)
);

-- As what a device of a login was given a stream, where it is not simply what its one lens saw at first, and the device
-- may not say so itself: [domain::stream::Sight] as JSON.
-- retention: passing
CREATE TABLE sights (
    municipality UUID NOT NULL,
    device UUID NOT NULL,
    stream UUID NOT NULL,
    sight TEXT NOT NULL,
    PRIMARY KEY (municipality, device, stream)
);

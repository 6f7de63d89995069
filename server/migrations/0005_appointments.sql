-- Meetings are proposed, agreed, moved, held. Whose time is taken stands in a table whose key refuses to take it twice.

-- retention: case
CREATE TABLE meetings (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    -- The family's, or a private thread's where it is for one person alone.
    stream UUID NOT NULL,
    family UUID NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    starts BIGINT,
    minutes BIGINT NOT NULL,
    -- It is of the past from then on: its end; for what has no time yet, never.
    until_at BIGINT NOT NULL,
    -- [moment] as JSON.
    offers TEXT NOT NULL,
    way TEXT NOT NULL,
    place TEXT,
    -- [domain::appointments::With] and [ForMember] as JSON. Of before, names alone.
    with_people TEXT NOT NULL,
    members TEXT NOT NULL,
    tongue TEXT,
    interpreter UUID,
    bring TEXT,
    wish TEXT,
    cannot_by UUID,
    cannot_why TEXT,
    closed_by UUID,
    closing TEXT,
    on_behalf UUID,
    series UUID,
    number BIGINT,
    in_all BIGINT,
    service UUID,
    change_by BIGINT,
    revision BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
);
INSERT INTO meetings (municipality, id, stream, family, kind, state, starts, minutes, until_at, offers, way, place,
    with_people, members, revision)
SELECT a.municipality, a.id, a.stream, COALESCE(t.family, a.stream), a.kind, 'confirmed', a.starts,
    (a.ends - a.starts) / 60000, a.ends, '[]', 'place', a.place, a.with_names, '[]', 1
FROM appointments a LEFT JOIN threads t ON t.municipality = a.municipality AND t.id = a.stream;
DROP TABLE appointments;
ALTER TABLE meetings RENAME TO appointments;
CREATE INDEX appointments_coming ON appointments (municipality, stream, until_at);
CREATE INDEX appointments_by_time ON appointments (municipality, stream, starts);
CREATE INDEX appointments_of_series ON appointments (municipality, series, number);

-- Who interprets for a unit's families; they have no login.
-- retention: organisation
CREATE TABLE interpreters (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    unit UUID NOT NULL,
    name TEXT NOT NULL,
    -- [domain::kernel::text::Tongue] as JSON.
    tongues TEXT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX interpreters_by_unit ON interpreters (municipality, unit);

-- What a family can book a time for.
-- retention: organisation
CREATE TABLE services (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    unit UUID NOT NULL,
    kind TEXT NOT NULL,
    -- domain::booking::InThree as JSON.
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    bring TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    way TEXT NOT NULL,
    place TEXT NOT NULL,
    lead_minutes BIGINT NOT NULL,
    cancel_minutes BIGINT NOT NULL,
    -- [domain::policy::Role] as JSON.
    roles TEXT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX services_by_unit ON services (municipality, unit);

-- Times that someone keeps free for what is booked.
-- retention: organisation
CREATE TABLE slots (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    unit UUID NOT NULL,
    -- A person of the team, or an interpreter.
    calendar UUID NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX slots_by_calendar ON slots (municipality, calendar, ends);
CREATE INDEX slots_by_unit ON slots (municipality, unit, ends);

-- A time that is held while someone makes sure.
-- retention: passing
CREATE TABLE holds (
    municipality UUID NOT NULL,
    -- The appointment that it may become.
    id UUID NOT NULL,
    person UUID NOT NULL,
    stream UUID NOT NULL,
    service UUID NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    with_people TEXT NOT NULL,
    members TEXT NOT NULL,
    tongue TEXT,
    interpreter UUID,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE UNIQUE INDEX holds_by_person ON holds (municipality, person);

-- Whose time is taken, by five minutes: once, and not twice.
-- retention: case
CREATE TABLE occupancy (
    municipality UUID NOT NULL,
    calendar UUID NOT NULL,
    -- Five minutes, counted from 1970.
    tick BIGINT NOT NULL,
    -- The first of the time that this is part of.
    first_tick BIGINT NOT NULL,
    -- The appointment, or the one that a hold may become.
    holder UUID NOT NULL,
    -- Free again from then on; for what is agreed, never.
    until_at BIGINT NOT NULL,
    PRIMARY KEY (municipality, calendar, tick)
);
CREATE INDEX occupancy_by_holder ON occupancy (municipality, holder);

-- A meeting says more than it did: devices fetch those that they have once more.
UPDATE streams SET version = version + 1 WHERE EXISTS (SELECT 1 FROM entries
    WHERE entries.municipality = streams.municipality AND entries.stream = streams.id AND entries.kind = 'appointment');
UPDATE entries SET version = (SELECT streams.version FROM streams
    WHERE streams.municipality = entries.municipality AND streams.id = entries.stream) WHERE kind = 'appointment';

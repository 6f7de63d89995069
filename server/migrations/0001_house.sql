-- One set for SQLite and PostgreSQL. Ids are UUID (16 bytes in SQLite), moments are milliseconds since 1970 in UTC,
-- days are text (2026-03-03), structured small values are JSON text. municipality comes first in every key.

-- Who is here -------------------------------------------------------------------------------------------------------

-- retention: organisation
CREATE TABLE municipalities (
    municipality UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);

-- retention: organisation
CREATE TABLE administrations (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (municipality, id)
);

-- retention: organisation
CREATE TABLE units (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    -- domain::service::Service as JSON: opening hours, reply time, duty line.
    service TEXT NOT NULL,
    PRIMARY KEY (municipality, id)
);

-- retention: membership
CREATE TABLE persons (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    slug TEXT,
    name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    role TEXT NOT NULL,
    phone TEXT NOT NULL,
    unit UUID,
    administration UUID,
    -- domain::people::Settings as JSON.
    settings TEXT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE UNIQUE INDEX persons_by_slug ON persons (municipality, slug);
CREATE INDEX persons_by_unit ON persons (municipality, unit);

-- retention: case
CREATE TABLE families (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    unit UUID NOT NULL,
    name TEXT NOT NULL,
    safe_mode BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX families_by_unit ON families (municipality, unit);

-- retention: case
CREATE TABLE members (
    municipality UUID NOT NULL,
    family UUID NOT NULL,
    id UUID NOT NULL,
    person UUID,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (municipality, family, id)
);
CREATE INDEX members_by_person ON members (municipality, person);

-- retention: case
CREATE TABLE assignments (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    family UUID NOT NULL,
    staff UUID NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX assignments_by_family ON assignments (municipality, family, until_at);
CREATE INDEX assignments_by_staff ON assignments (municipality, staff, until_at);

-- retention: organisation
CREATE TABLE absences (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    unit UUID NOT NULL,
    staff UUID NOT NULL,
    substitute UUID NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX absences_by_staff ON absences (municipality, staff, until_day);
CREATE INDEX absences_by_unit ON absences (municipality, unit, until_day);

-- retention: organisation
CREATE TABLE templates (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    unit UUID NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX templates_by_unit ON templates (municipality, unit);

-- What is said ------------------------------------------------------------------------------------------------------

-- retention: case
CREATE TABLE threads (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    family UUID NOT NULL,
    -- Whose own thread it is; null for the family's.
    owner UUID,
    last_position BIGINT NOT NULL,
    last_at BIGINT,
    last_author UUID,
    last_text TEXT,
    waiting_since BIGINT,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX threads_by_family ON threads (municipality, family);

-- retention: case
CREATE TABLE messages (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    thread UUID NOT NULL,
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    author UUID NOT NULL,
    side TEXT NOT NULL,
    language TEXT NOT NULL,
    body TEXT NOT NULL,
    -- [domain::messages::Photo] as JSON.
    photos TEXT NOT NULL,
    sent_on_by UUID,
    PRIMARY KEY (municipality, id)
);
CREATE UNIQUE INDEX messages_in_order ON messages (municipality, thread, position);

-- retention: case
CREATE TABLE letters (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    thread UUID NOT NULL,
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    author UUID NOT NULL,
    photos TEXT NOT NULL,
    note TEXT,
    -- domain::letters::LetterState as JSON.
    state TEXT NOT NULL,
    -- 1 while somebody has something to do about it: waiting, or a deadline not done.
    open BIGINT NOT NULL,
    ended_by UUID,
    revision BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE UNIQUE INDEX letters_in_order ON letters (municipality, thread, position);
CREATE INDEX letters_open ON letters (municipality, thread, open);

-- How far each has read: staff's in the thread's stream, a citizen's in the citizen's own.
-- retention: case
CREATE TABLE seen (
    municipality UUID NOT NULL,
    thread UUID NOT NULL,
    person UUID NOT NULL,
    stream UUID NOT NULL,
    id UUID NOT NULL,
    read_to BIGINT NOT NULL,
    own_after BIGINT NOT NULL,
    PRIMARY KEY (municipality, thread, person)
);
CREATE INDEX seen_by_stream ON seen (municipality, stream, id);

-- retention: case
CREATE TABLE appointments (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    -- The family's, or a private thread's where it is for one person alone.
    stream UUID NOT NULL,
    kind TEXT NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    place TEXT,
    with_names TEXT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX appointments_by_stream ON appointments (municipality, stream, ends);

-- retention: case
CREATE TABLE blobs (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    stream UUID NOT NULL,
    author UUID NOT NULL,
    at BIGINT NOT NULL,
    mime TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    -- SHA-256 of what was sent, so that sending it again is recognised.
    digest BYTEA NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (municipality, id)
);

-- Written while the access lasted, arrived after.
-- retention: case
CREATE TABLE quarantine (
    municipality UUID NOT NULL,
    -- The envelope.
    id UUID NOT NULL,
    author UUID NOT NULL,
    family UUID NOT NULL,
    thread UUID NOT NULL,
    message UUID NOT NULL,
    authored BIGINT NOT NULL,
    language TEXT NOT NULL,
    body TEXT NOT NULL,
    photos TEXT NOT NULL,
    settled BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX quarantine_by_thread ON quarantine (municipality, thread, settled);
-- Who may settle it: its author, and the contact persons when it arrived.
-- retention: case
CREATE TABLE quarantine_readers (
    municipality UUID NOT NULL,
    quarantine UUID NOT NULL,
    person UUID NOT NULL,
    PRIMARY KEY (municipality, quarantine, person)
);
CREATE INDEX quarantine_by_reader ON quarantine_readers (municipality, person, quarantine);

-- How it reaches devices --------------------------------------------------------------------------------------------

-- retention: case
CREATE TABLE streams (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
);

-- One row for each thing, at the version of its latest change.
-- retention: case
CREATE TABLE entries (
    municipality UUID NOT NULL,
    stream UUID NOT NULL,
    kind TEXT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (municipality, stream, kind, id)
);
CREATE INDEX entries_since ON entries (municipality, stream, version);

-- Who sees which stream, as what, from when until when.
-- retention: record
CREATE TABLE grants (
    municipality UUID NOT NULL,
    person UUID NOT NULL,
    stream UUID NOT NULL,
    lens TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    -- The assignment, absence or membership it follows from.
    reason UUID NOT NULL,
    PRIMARY KEY (municipality, person, stream, reason)
);
CREATE INDEX grants_by_stream ON grants (municipality, stream, person);
CREATE INDEX grants_by_reason ON grants (municipality, reason);

-- Exactly once ------------------------------------------------------------------------------------------------------

-- retention: passing
CREATE TABLE outcomes (
    municipality UUID NOT NULL,
    person UUID NOT NULL,
    envelope UUID NOT NULL,
    -- SHA-256 of command and arguments: the same id for something else is refused.
    fingerprint BYTEA NOT NULL,
    at BIGINT NOT NULL,
    status TEXT NOT NULL,
    -- {stream: version} as JSON.
    versions TEXT NOT NULL,
    -- domain::problem::Problem as JSON.
    problem TEXT,
    PRIMARY KEY (municipality, person, envelope)
);

-- Who did and saw what: ids only, never changed.
-- retention: record
CREATE TABLE audit (
    municipality UUID NOT NULL,
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    person UUID NOT NULL,
    lens TEXT NOT NULL,
    event TEXT NOT NULL,
    stream UUID NOT NULL,
    subject UUID,
    envelope UUID,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX audit_by_stream ON audit (municipality, stream, at);
CREATE INDEX audit_by_person ON audit (municipality, person, at);

-- That a stream reached a device is told once a day.
-- retention: passing
CREATE TABLE deliveries (
    municipality UUID NOT NULL,
    device UUID NOT NULL,
    stream UUID NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (municipality, device, stream, day)
);

-- retention: passing
CREATE TABLE sessions (
    municipality UUID NOT NULL,
    -- SHA-256 of the token in the cookie.
    token BYTEA NOT NULL,
    id UUID NOT NULL,
    person UUID NOT NULL,
    label TEXT NOT NULL,
    since BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (municipality, token)
);
CREATE UNIQUE INDEX sessions_by_id ON sessions (municipality, id);
CREATE INDEX sessions_by_person ON sessions (municipality, person, ends_at);

-- Pictures that were sent and that nothing names yet: so many a day and no more from one person.
-- retention: passing
CREATE TABLE unnamed (
    municipality UUID NOT NULL,
    author UUID NOT NULL,
    blob UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (municipality, author, blob)
);

-- A day's deliveries to one device are looked up together: the day comes before the stream.
-- retention: passing
CREATE TABLE deliveries_of_a_day (
    municipality UUID NOT NULL,
    device UUID NOT NULL,
    day TEXT NOT NULL,
    stream UUID NOT NULL,
    PRIMARY KEY (municipality, device, day, stream)
);
INSERT INTO deliveries_of_a_day (municipality, device, day, stream) SELECT municipality, device, day, stream FROM deliveries;
DROP TABLE deliveries;
ALTER TABLE deliveries_of_a_day RENAME TO deliveries;

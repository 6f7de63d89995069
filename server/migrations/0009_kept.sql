-- What is set aside is the command as it was sent, whatever it is. Rows without one are messages of a former release.
ALTER TABLE quarantine ADD COLUMN command TEXT;
ALTER TABLE quarantine ADD COLUMN args TEXT;

-- [domain::letters::Document] as JSON: what came as a file and not as a picture.
ALTER TABLE letters ADD COLUMN documents TEXT NOT NULL DEFAULT '[]';

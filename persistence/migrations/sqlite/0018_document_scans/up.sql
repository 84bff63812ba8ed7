-- What the virus scanner says of an uploaded file; none of one that came while no scanner was set up.
ALTER TABLE documents ADD COLUMN scan TEXT;

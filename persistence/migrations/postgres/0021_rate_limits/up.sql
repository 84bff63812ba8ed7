-- Who has asked for how much, as all processes count it together. Of whom it is nobody can tell: see
-- persistence/src/rate_limits.rs.
CREATE TABLE rate_limits (
    -- A hash under a key that is not in the database.
    key bigint PRIMARY KEY,
    counter text COLLATE "C" NOT NULL,
    -- When the whole quota is there again.
    whole_at timestamptz NOT NULL,
    -- Real time, by the clock of the process that wrote.
    written_at timestamptz NOT NULL
);
CREATE INDEX rate_limits_whole ON rate_limits (whole_at);
CREATE INDEX rate_limits_written ON rate_limits (written_at);

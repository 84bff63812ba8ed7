-- The audit trail, sealed batch after batch: each seal is a statement that the hub signed over its lines and the seal before.
CREATE TABLE audit_seals (
    number bigint PRIMARY KEY,
    sealed_at timestamptz NOT NULL,
    -- The newest line that is sealed by now.
    last_id uuid NOT NULL,
    -- The id of each line (16 bytes) and its SHA-256 (32 bytes), one after the other.
    lines bytea NOT NULL,
    statement text COLLATE "C" NOT NULL
);
CREATE INDEX audit_seals_last_id ON audit_seals (last_id);
CREATE INDEX audit_seals_sealed_at ON audit_seals (sealed_at);

-- What is written in the trail stays as it is, and goes after half a year at the earliest (CNIL 2021-122), by the clock that
-- the hub shows. A role that owns none of these tables cannot get round it.
CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is not changed' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION audit_is_old(written timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT written < now() - interval '6 months' + interval '2 days' + coalesce(
        (SELECT value::bigint FROM hub_state WHERE key = 'clock_ahead_micros'), 0) * interval '1 microsecond'
$$;

CREATE TRIGGER audit_events_stay BEFORE UPDATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_events_grow_old BEFORE DELETE ON audit_events
    FOR EACH ROW WHEN (NOT audit_is_old(OLD.at)) EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_seals_stay BEFORE UPDATE ON audit_seals
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_seals_grow_old BEFORE DELETE ON audit_seals
    FOR EACH ROW WHEN (NOT audit_is_old(OLD.sealed_at)) EXECUTE FUNCTION audit_is_kept();

-- What is erased, in an order that is the same each time.
DROP INDEX audit_events_at;
CREATE INDEX audit_events_at ON audit_events (at, id);

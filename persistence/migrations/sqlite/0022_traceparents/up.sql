-- Which trace a message belongs to (W3C Trace Context), where traces are kept: no part of what is sent.
ALTER TABLE outbox ADD COLUMN traceparent TEXT;

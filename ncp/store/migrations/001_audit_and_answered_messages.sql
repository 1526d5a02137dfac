-- The audit trail: what happened, in the order in which it was committed. `event` is the whole event as JSON;
-- the columns that are searched are read out of it, so that there is one truth that the digest covers.
-- digest = SHA-256(digest of the row before, sequence as eight bytes big-endian, event).
CREATE TABLE audit_event (
    sequence INTEGER PRIMARY KEY,
    event TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    time TEXT NOT NULL GENERATED ALWAYS AS (json_extract(event, '$.time')) VIRTUAL,
    transaction_kind TEXT NOT NULL GENERATED ALWAYS AS (json_extract(event, '$.transaction')) VIRTUAL,
    outcome TEXT NOT NULL GENERATED ALWAYS AS (json_extract(event, '$.outcome')) VIRTUAL,
    peer_country TEXT NOT NULL GENERATED ALWAYS AS (json_extract(event, '$.peerCountry')) VIRTUAL,
    correlation_id TEXT NOT NULL GENERATED ALWAYS AS (json_extract(event, '$.correlationId')) VIRTUAL
) STRICT;

CREATE INDEX audit_event_by_time ON audit_event (time);
CREATE INDEX audit_event_by_correlation_id ON audit_event (correlation_id);

CREATE TRIGGER audit_event_is_not_changed BEFORE UPDATE ON audit_event
BEGIN
    SELECT RAISE(ABORT, 'audit events are not changed');
END;

CREATE TRIGGER audit_event_is_not_deleted BEFORE DELETE ON audit_event
BEGIN
    SELECT RAISE(ABORT, 'audit events are not deleted');
END;

-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_event_is_not_replaced BEFORE INSERT ON audit_event
WHEN EXISTS (SELECT 1 FROM audit_event WHERE sequence = NEW.sequence)
BEGIN
    SELECT RAISE(ABORT, 'audit events are not replaced');
END;

-- Message ids that were answered, per peer; time in milliseconds since 1970 UTC.
CREATE TABLE answered_message (
    peer TEXT NOT NULL,
    message_id TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (peer, message_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX answered_message_by_time ON answered_message (time);

-- One row that is written to find out whether writing works again after it failed.
CREATE TABLE storage_probe (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    time INTEGER NOT NULL
) STRICT;

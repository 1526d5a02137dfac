-- What we reported to other countries (ITI-41), and what came of it: written before the first byte leaves.
-- accepted and refused are final. unknown: it may have arrived; only an answer of the country makes it
-- accepted. `attempt` counts how often the same document was sent, so that a late answer finds its attempt.
-- `document` and `patient` are patient data like the audit trail's; times are milliseconds since 1970 UTC.
CREATE TABLE sent_dispensation (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    kind TEXT NOT NULL CHECK (kind IN ('dispensation', 'discard')),
    state TEXT NOT NULL CHECK (state IN ('sending', 'accepted', 'refused', 'unknown')),
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    error TEXT NOT NULL CHECK ((error = '') = (state IN ('sending', 'accepted'))),
    request_key TEXT NOT NULL UNIQUE CHECK (request_key <> ''),
    request_digest TEXT NOT NULL CHECK (request_digest <> ''),
    country TEXT NOT NULL CHECK (country GLOB '[A-Z][A-Z]'),
    patient TEXT NOT NULL CHECK (patient <> ''),
    clinician TEXT NOT NULL CHECK (clinician <> ''),
    prescription TEXT NOT NULL CHECK (prescription <> ''),
    item INTEGER NOT NULL CHECK (item >= 0),
    packages INTEGER NOT NULL CHECK (packages >= 1),
    product TEXT NOT NULL,
    takes_back TEXT NOT NULL CHECK ((takes_back <> '') = (kind = 'discard')),
    submission_set TEXT NOT NULL CHECK (submission_set <> ''),
    document_id TEXT NOT NULL CHECK (document_id <> ''),
    document BLOB NOT NULL CHECK (length(document) > 0),
    correlation_id TEXT NOT NULL CHECK (correlation_id <> ''),
    message_id TEXT NOT NULL CHECK (message_id <> ''),
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL
) STRICT;

-- One report, and one report that takes it back: a refused one has no effect and may be made again.
CREATE UNIQUE INDEX sent_dispensation_effect ON sent_dispensation (kind, document_id) WHERE state <> 'refused';
CREATE INDEX sent_dispensation_by_patient ON sent_dispensation (country, patient);
CREATE INDEX sent_dispensation_by_state ON sent_dispensation (state, changed);

CREATE TRIGGER sent_dispensation_outcome_is_final BEFORE UPDATE ON sent_dispensation
WHEN OLD.state IN ('accepted', 'refused') OR (NEW.state = 'refused' AND OLD.attempt > 1)
BEGIN
    SELECT RAISE(ABORT, 'the outcome of a sent dispensation is not changed');
END;

CREATE TRIGGER sent_dispensation_content_is_kept BEFORE UPDATE OF id, kind, request_key, request_digest, country,
    patient, prescription, item, packages, takes_back, submission_set, document_id, document, created
ON sent_dispensation
BEGIN
    SELECT RAISE(ABORT, 'the content of a sent dispensation is not changed');
END;

CREATE TRIGGER sent_dispensation_open_is_not_deleted BEFORE DELETE ON sent_dispensation
WHEN OLD.state IN ('sending', 'unknown')
BEGIN
    SELECT RAISE(ABORT, 'a dispensation without outcome is not deleted');
END;

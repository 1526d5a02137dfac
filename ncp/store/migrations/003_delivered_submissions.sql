-- What a peer's message id of a submission (ITI-41) stands for: SHA-256 in hex of its documents. The same id with
-- the same content is the same submission delivered again; time of the first delivery in milliseconds since 1970
-- UTC.
CREATE TABLE delivered_submission (
    peer TEXT NOT NULL,
    message_id TEXT NOT NULL,
    content TEXT NOT NULL CHECK (length(content) = 64),
    time INTEGER NOT NULL,
    PRIMARY KEY (peer, message_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivered_submission_by_time ON delivered_submission (time);

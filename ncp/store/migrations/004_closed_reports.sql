-- A report whose outcome stays unknown may be closed by a person who found out otherwise: why stands in `closed`. It
-- is then never sent again, and dropped like settled ones.
ALTER TABLE sent_dispensation ADD COLUMN closed TEXT NOT NULL DEFAULT ''
    CHECK (length(closed) <= 500 AND (closed = '' OR state = 'unknown'));

DROP TRIGGER sent_dispensation_open_is_not_deleted;
CREATE TRIGGER sent_dispensation_open_is_not_deleted BEFORE DELETE ON sent_dispensation
WHEN OLD.state IN ('sending', 'unknown') AND OLD.closed = ''
BEGIN
    SELECT RAISE(ABORT, 'a dispensation without outcome is not deleted');
END;

CREATE TRIGGER sent_dispensation_closed_is_final BEFORE UPDATE ON sent_dispensation
WHEN OLD.closed <> ''
BEGIN
    SELECT RAISE(ABORT, 'a closed report is not changed');
END;

-- Terminology that is being worked on. A release is built from it; nothing here is served.
CREATE TABLE code_system (
    oid TEXT PRIMARY KEY CHECK (oid <> ''),
    uri TEXT NOT NULL,
    name TEXT NOT NULL,
    name_nb TEXT NOT NULL,
    name_en TEXT NOT NULL,
    aliases TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Every version that was brought in; the last of a code system is the newest.
CREATE TABLE code_system_version (
    id INTEGER PRIMARY KEY,
    system TEXT NOT NULL,
    version TEXT NOT NULL CHECK (version <> ''),
    UNIQUE (system, version)
) STRICT;

-- One row for a code of a code system, however many sets and maps name it.
CREATE TABLE concept (
    id INTEGER PRIMARY KEY,
    system TEXT NOT NULL CHECK (system <> ''),
    code TEXT NOT NULL CHECK (code <> ''),
    current INTEGER NOT NULL CHECK (current IN (0, 1)),
    UNIQUE (system, code)
) STRICT;

CREATE TABLE designation (
    concept INTEGER NOT NULL REFERENCES concept (id) ON DELETE CASCADE,
    language TEXT NOT NULL CHECK (language <> ''),
    source TEXT NOT NULL CHECK (source <> ''),
    text TEXT NOT NULL CHECK (text <> ''),
    status TEXT NOT NULL CHECK (status IN ('proposed', 'approved')),
    preferred INTEGER NOT NULL CHECK (preferred IN (0, 1)),
    PRIMARY KEY (concept, language, source, text)
) STRICT, WITHOUT ROWID;

-- One preferred text in a language.
CREATE UNIQUE INDEX designation_preferred ON designation (concept, language) WHERE preferred = 1;

CREATE TABLE value_set (
    oid TEXT PRIMARY KEY CHECK (oid <> ''),
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    fixed INTEGER NOT NULL CHECK (fixed IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
    value_set TEXT NOT NULL REFERENCES value_set (oid) ON DELETE CASCADE,
    system TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (value_set, system, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE concept_map (
    name TEXT PRIMARY KEY CHECK (name <> ''),
    version TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mapping (
    concept_map TEXT NOT NULL REFERENCES concept_map (name) ON DELETE CASCADE,
    source_system TEXT NOT NULL,
    source_code TEXT NOT NULL,
    target_system TEXT NOT NULL,
    target_code TEXT NOT NULL,
    equivalence TEXT NOT NULL CHECK (equivalence IN ('equal', 'equivalent', 'wider', 'narrower', 'inexact')),
    status TEXT NOT NULL CHECK (status IN ('proposed', 'approved')),
    PRIMARY KEY (concept_map, source_system, source_code, target_system, target_code)
) STRICT, WITHOUT ROWID;

-- Who changed what: one row for each import and approval; time in milliseconds since 1970 UTC.
CREATE TABLE work_log (
    id INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('import', 'approval')),
    author TEXT NOT NULL,
    what TEXT NOT NULL,
    added INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    changed INTEGER NOT NULL
) STRICT;

CREATE TRIGGER work_log_is_not_changed BEFORE UPDATE ON work_log
BEGIN
    SELECT RAISE(ABORT, 'the log of the work is not changed');
END;

CREATE TRIGGER work_log_is_not_deleted BEFORE DELETE ON work_log
BEGIN
    SELECT RAISE(ABORT, 'the log of the work is not deleted');
END;

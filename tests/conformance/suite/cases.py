"""Case files read strictly: a key that the suite does not know is a fault of the file, not something passed over."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

TRANSACTIONS = ("ITI-55", "ITI-38", "ITI-39", "ITI-41")
FILE_KEYS = {"transaction", "clause", "shared", "cases"}  # `shared` holds steps for YAML's anchors
STEP_KEYS = {"transaction", "patient", "with", "body", "edit", "assertions", "header", "transport", "expect",
             "capture", "capture_document", "capture_xml", "read", "repeat", "kind", "document"}
CASE_KEYS = {"name", "title", "clause", "steps", "profile"} | STEP_KEYS
ASSERTION_KINDS = {"hcp", "trc", "nok"}


class UnusableCase(Exception):
    """A case file that can't be read: says which and why."""


@dataclass
class Step:
    """One request and what its answer has to be."""

    transaction: str
    expect: dict
    patient: str = None
    values: dict = field(default_factory=dict)
    body: str = None
    edit: list = field(default_factory=list)
    assertions: list = None
    header: dict = field(default_factory=dict)
    transport: dict = field(default_factory=dict)
    capture: dict = field(default_factory=dict)
    read: dict = field(default_factory=dict)
    capture_document: dict = field(default_factory=dict)
    capture_xml: dict = field(default_factory=dict)
    repeat: int = 1
    kind: str = "dispensation"
    document: dict = field(default_factory=dict)


@dataclass
class Case:
    name: str
    title: str
    clause: str
    transaction: str
    steps: list
    file: str
    profile: str = "protocol"


def unknown(found, known, where):
    if extra := set(found) - known:
        raise UnusableCase(f"{where}: unknown key {', '.join(sorted(extra))}")


def step_of(raw, transaction, where):
    unknown(raw, STEP_KEYS | CASE_KEYS, where)
    chosen = raw.get("transaction", transaction)
    if chosen not in TRANSACTIONS:
        raise UnusableCase(f"{where}: unknown transaction {chosen}")
    if "expect" not in raw:
        raise UnusableCase(f"{where}: expects nothing")
    for assertion in raw.get("assertions") or []:
        kind = assertion if isinstance(assertion, str) else next(iter(assertion))
        if kind not in ASSERTION_KINDS:
            raise UnusableCase(f"{where}: unknown assertion {kind}")
    return Step(chosen, raw["expect"], raw.get("patient"), raw.get("with", {}), raw.get("body"), raw.get("edit", []),
                raw.get("assertions"), raw.get("header", {}), raw.get("transport", {}), raw.get("capture", {}),
                raw.get("read", {}), raw.get("capture_document", {}), raw.get("capture_xml", {}), raw.get("repeat", 1),
                raw.get("kind", "dispensation"), raw.get("document", {}))


def case_of(raw, content, file):
    where = f"{file}: {raw.get('name', '?')}"
    unknown(raw, CASE_KEYS, where)
    clause = raw.get("clause", content.get("clause"))
    if not clause or not raw.get("title") or not raw.get("name"):
        raise UnusableCase(f"{where}: a case has name, title and clause")
    transaction = raw.get("transaction", content["transaction"])
    shared = {key: raw[key] for key in ("patient",) if key in raw}
    steps = [step_of({**shared, **step}, transaction, where) for step in raw.get("steps", [raw])]
    return Case(raw["name"], raw["title"], clause, transaction, steps, file, raw.get("profile", "protocol"))


def load(directory):
    """Every case of a folder, in the order of the files."""
    cases, names = [], set()
    for path in sorted(Path(directory).glob("**/*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        unknown(content, FILE_KEYS, path.name)
        for raw in content["cases"]:
            case = case_of(raw, content, path.name)
            if case.name in names:
                raise UnusableCase(f"{path.name}: the name {case.name} is taken")
            names.add(case.name)
            cases.append(case)
    return cases

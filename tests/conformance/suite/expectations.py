"""Judges an answer by what a case file expects. A finding is a sentence; no finding means that the answer conforms."""

import base64
import copy
import hashlib
import re

import yaml
from lxml import etree

from ncp_peer import messages
from suite import SUITE, namespaces
from suite.namespaces import PREFIXES

BODIES = {"ITI-55": "hl7:PRPA_IN201306UV02", "ITI-38": "query:AdhocQueryResponse",
          "ITI-39": "xds:RetrieveDocumentSetResponse", "ITI-41": "rs:RegistryResponse"}
SPELLINGS = yaml.safe_load((SUITE / "spellings.yaml").read_text(encoding="utf-8"))


class UnusableExpectation(Exception):
    """The case file expects something in a form that the suite does not know."""


def tag(prefixed):
    prefix, name = prefixed.split(":")
    return f"{{{PREFIXES[prefix]}}}{name}"


def same_code(expected, found):
    """Codes have a name in OpenNCP 9 and some a number in 7.1; either is the same word."""
    if found is None or expected == found:
        return expected == found
    return any(expected in group and found in group for group in SPELLINGS["same"])


class Judge:
    """One answer of one transaction."""

    def __init__(self, transaction, answer, values):
        self.transaction = transaction
        self.answer = answer
        self.values = values
        self.findings = []
        self.body = answer.body if answer.envelope is not None else None

    def expect(self, wanted):
        for key, expected in wanted.items():
            check = CHECKS.get(key)
            if check is None:
                raise UnusableExpectation(f"unknown expectation {key}")
            check(self, self.values.deep(expected))
        return self.findings

    def find(self, sentence):
        self.findings.append(sentence)

    def compare(self, what, expected, found):
        if str(expected) != str(found):
            self.find(f"{what}: expected {expected}, found {found}")


def any_of(judge, alternatives):
    """Several forms are right; the first one's findings are told when none fits."""
    first = None
    for wanted in alternatives:
        other = Judge(judge.transaction, judge.answer, judge.values)
        if not other.expect(wanted):
            return
        first = first or other.findings
    judge.findings.extend(f"(none of {len(alternatives)} forms) {one}" for one in first)


def http_status(judge, expected):
    expected = expected if isinstance(expected, list) else [expected]
    if judge.answer.status not in expected:
        judge.find(f"HTTP status: expected {expected}, found {judge.answer.status}")


def fault(judge, expected):
    if judge.body is None or not judge.answer.is_fault:
        judge.find(f"expected a SOAP fault {expected}, found {summary(judge)}")
    elif judge.answer.fault_code not in expected.split("|"):
        judge.find(f"fault code: expected {expected}, found {judge.answer.fault_code}")


def body(judge, expected):
    if judge.body is None:
        judge.find(f"no SOAP answer: HTTP {judge.answer.status}")
    elif judge.body.tag != tag(expected):
        judge.find(f"body: expected {expected}, found {summary(judge)}")


def readable(judge):
    """Whether the answer has the transaction's own body; says so where not."""
    before = len(judge.findings)
    body(judge, BODIES[judge.transaction])
    return len(judge.findings) == before


def acknowledgement(judge, expected):
    """`AE 4703 InsufficientRights`: type, code of the detail, reason; `-` where there is none."""
    if not readable(judge):
        return
    kind, code, reason = (None if one == "-" else one for one in expected.split())
    found_kind, found_code, found_reason = messages.acknowledgement(judge.body)
    judge.compare("acknowledgement", kind, found_kind)
    if not any(same_code(one, found_code) for one in (code or "").split("|")) and (code or found_code):
        judge.find(f"acknowledgementDetail: expected {code}, found {found_code}")
    if found_reason not in ((reason or "").split("|") if reason else (None,)):
        judge.find(f"reason: expected {reason}, found {found_reason}")


def patients(judge, expected):
    """Identifiers (CX form) of the patients found; their order says nothing."""
    if not readable(judge):
        return
    found = sorted(messages.cx(extension, root) for extension, root in messages.matches(judge.body))
    judge.compare("patients", sorted(expected), found)


def registry(judge, expected):
    """`Failure 4703/Error 1104/Warning`: status and errors; the errors' order says nothing."""
    if not readable(judge):
        return
    status, *errors = expected.split()
    if messages.status(judge.body) not in status.split("|"):
        judge.find(f"status: expected {status}, found {messages.status(judge.body)}")
    left = list(messages.errors(judge.body))
    for error in errors:
        codes, severity = error.rsplit("/", 1)
        match = next((one for one in left if any(same_code(code, one[0]) for code in codes.split("|"))
                      and one[1] == severity), None)
        if match is None:
            judge.find(f"registry error {error} is missing; there are {messages.errors(judge.body)}")
        else:
            left.remove(match)
    if left:
        judge.find(f"registry errors that nobody expected: {left}")


def entries(judge, expected):
    if readable(judge):
        judge.compare("document entries", expected, len(messages.entries(judge.body)))


def path_values(judge, expected):
    """XPath expressions from the body, and what they have to give."""
    if judge.body is not None:
        for path, wanted in expected.items():
            compare_values(judge, judge.body, path, wanted)
    else:
        judge.find("no SOAP answer")


def compare_values(judge, element, path, wanted):
    found = namespaces.values(element, path)
    if isinstance(wanted, dict):
        form, argument = next(iter(wanted.items()))
        if form not in FORMS:
            raise UnusableExpectation(f"unknown form {form}")
        if not FORMS[form](found, argument):
            judge.find(f"{path}: expected {form} {argument}, found {found}")
    else:
        wanted = [str(one) for one in wanted] if isinstance(wanted, list) else [str(wanted)]
        if found != wanted:
            judge.find(f"{path}: expected {wanted}, found {found}")


FORMS = {
    "one_of": lambda found, argument: len(found) == 1 and found[0] in [str(one) for one in argument],
    "all_match": lambda found, argument: bool(found) and all(re.fullmatch(argument, one) for one in found),
    "none": lambda found, _: not found,
    "count": lambda found, argument: len(found) == argument,
    "at_least": lambda found, argument: len(found) >= argument,
    "set": lambda found, argument: sorted(found) == sorted(str(one) for one in argument),
    "contains": lambda found, argument: all(str(one) in found for one in argument),
    "all_one_of": lambda found, argument: bool(found) and all(one in [str(o) for o in argument] for one in found),
}


def document_bytes(answer):
    """The documents of an ITI-39 answer, out of their attachments or out of base64."""
    given = []
    for response in messages.documents(answer.body):
        holder = response.find(f"{{{messages.XDS}}}Document")
        included = holder.find(f"{{{PREFIXES['xop']}}}Include") is not None
        given.append(answer.included(holder) if included else base64.b64decode(holder.text or ""))
    return given


def documents(judge, expected):
    """How many; and of each the size and digest that were listed, and XPath expressions into it."""
    if not readable(judge):
        return
    given = document_bytes(judge.answer)
    judge.compare("documents", expected.get("count", 1), len(given))
    for content in given:
        if "size" in expected:
            judge.compare("size of the document", expected["size"], len(content))
        if "sha1" in expected:
            judge.compare("digest of the document", expected["sha1"].lower(), hashlib.sha1(content).hexdigest())
        root = etree.fromstring(content)
        for path, wanted in expected.get("values", {}).items():
            compare_values(judge, root, path, wanted)


def summary(judge):
    """What came instead, in a few words."""
    if judge.body is None:
        return f"HTTP {judge.answer.status} without SOAP"
    if judge.answer.is_fault:
        return f"fault {judge.answer.fault_code} ({judge.answer.fault_reason})"
    return etree.QName(judge.body).localname


def expanded(answer):
    """The body as schemas know it: attachments put back as base64."""
    alone = etree.fromstring(etree.tostring(copy.deepcopy(answer.body)))
    for original, include in zip(answer.body.iter(f"{{{PREFIXES['xop']}}}Include"),
                                 list(alone.iter(f"{{{PREFIXES['xop']}}}Include"))):
        holder = include.getparent()
        holder.text = base64.b64encode(answer.included(original.getparent())).decode()
        holder.remove(include)
    return alone


CHECKS = {"any_of": any_of, "http": http_status, "fault": fault, "body": body, "acknowledgement": acknowledgement,
          "patients": patients, "registry": registry, "entries": entries, "values": path_values,
          "documents": documents}

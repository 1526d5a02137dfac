"""Runs cases against a target, one after the other, and says of each whether the node conforms."""

import time
from dataclasses import dataclass, field

from lxml import etree

from suite import edits, namespaces
from suite.expectations import BODIES, Judge, document_bytes
from suite.placeholders import MissingParameter, Values
from suite.requests import Builder
from suite.target import Refused

PASSED, FAILED, LEFT_OUT = "passed", "failed", "left out"


@dataclass
class Result:
    """What became of a case. `findings`: what does not conform; for a case left out, what it lacks."""

    case: object
    outcome: str
    findings: list = field(default_factory=list)
    seconds: float = 0.0


class Runner:
    def __init__(self, target, parameters, forms):
        self.target = target
        self.parameters = parameters
        self.forms = forms
        self.builder = Builder(target, forms.reference)

    def run(self, cases, tell=lambda result: None):
        results = []
        for case in cases:
            results.append(self.run_case(case))
            tell(results[-1])
        return results

    def run_case(self, case):
        started = time.monotonic()
        values = Values(self.parameters)
        outcome, findings = PASSED, []
        try:
            for number, step in enumerate(case.steps, 1):
                for _ in range(step.repeat):
                    found = self._run_step(step, values)
                    prefix = f"step {number}: " if len(case.steps) > 1 else ""
                    findings += [prefix + finding for finding in found]
                if findings:
                    break
        except MissingParameter as missing:
            outcome, findings = LEFT_OUT, [f"needs {missing}"]
        return Result(case, FAILED if findings and outcome == PASSED else outcome, findings,
                      time.monotonic() - started)

    def _run_step(self, step, values):
        self._prepare(step, values)
        request = self.builder.request(step, values)
        try:
            answer = self.target.send(request)
        except Refused as refused:
            return [] if "connection" in step.expect else [f"no answer: {refused}"]
        wanted = {"body": BODIES[step.transaction], **step.expect}
        if wanted.pop("connection", None):
            return [f"the connection was accepted: HTTP {answer.status}"]
        if "fault" in wanted or "any_of" in wanted or wanted.get("http", 200) != 200:
            wanted.pop("body", None)
        judge = Judge(step.transaction, answer, values)
        findings = judge.expect(wanted) + self.forms.findings(step.transaction, request, answer)
        if not findings:
            self._capture(step, answer, values)
        return findings

    def _prepare(self, step, values):
        """The values of the step: its patient, its own, and what it reads from a reference message."""
        values.set("parameters", DEFAULT_PARAMETERS)
        values.set("classes", "('60591-5^^2.16.840.1.113883.6.1')")
        values.set("kind", values.look_up(f"submissions.{step.kind}"))
        values.set("packages", "1")
        values.set("substitution", "")
        read = step.read
        if read:
            root = self.builder.reference_message(read["file"])
            for name, path in read["values"].items():
                found = namespaces.values(root, path)
                if not found:
                    raise MissingParameter(f"{path} in {read['file']}")
                values.set(name, found[0])
            if "patient.cx" in read["values"]:
                values.set("patient", {"cx": values.look_up("patient.cx")})
        if step.patient:
            values.set("patient", values.look_up(f"patients.{step.patient}"))
        for name, value in step.values.items():
            values.set(name, value if "<" in str(value) else values.text(value))

    @staticmethod
    def _capture(step, answer, values):
        for name, path in step.capture.items():
            found = namespaces.values(answer.body, values.text(path))
            if not found:
                raise MissingParameter(f"{name} in the answer")
            values.set(name, found[0])
        if step.capture_document or step.capture_xml:
            document = etree.fromstring(document_bytes(answer)[0])
            for name, path in step.capture_document.items():
                found = namespaces.values(document, values.text(path))
                if not found:
                    raise MissingParameter(f"{name} in the document")
                values.set(name, found[0])
            for name, path in step.capture_xml.items():
                element = edits.selected(document, values.text(path))[0]
                values.set(name, etree.tostring(element, encoding="unicode", with_tail=False))


DEFAULT_PARAMETERS = ('<livingSubjectId><value root="${patient.root}" extension="${patient.id}"/>'
                      "<semanticsText>LivingSubject.id</semanticsText></livingSubjectId>")

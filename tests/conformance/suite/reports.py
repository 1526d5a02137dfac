"""The results as a table for people, as JSON and as JUnit's XML."""

import json
import sys
from collections import Counter

from lxml import etree

from suite.runner import FAILED, LEFT_OUT, PASSED

MARKS = {PASSED: "ok", FAILED: "FAILED", LEFT_OUT: "left out"}
COLOURS = {PASSED: "\033[32m", FAILED: "\033[31m", LEFT_OUT: "\033[33m"}


class Table:
    """Prints a line for each case as it ends, and the sum."""

    def __init__(self, stream=sys.stdout):
        self.stream = stream
        self.file = None
        self.colour = stream.isatty()

    def __call__(self, result):
        case = result.case
        if case.file != self.file:
            self.file = case.file
            self.stream.write(f"\n{case.transaction}  {case.file.removesuffix('.yaml')}\n")
        mark = f"{MARKS[result.outcome]:<9}"
        if self.colour:
            mark = f"{COLOURS[result.outcome]}{mark}\033[0m"
        self.stream.write(f"  {mark} {case.title}  [{case.name}, {result.seconds * 1000:.0f} ms]\n")
        if result.outcome == FAILED:
            self.stream.write(f"            by: {case.clause}\n")
        for finding in result.findings:
            self.stream.write(f"            {finding}\n")
        self.stream.flush()

    def sum(self, results):
        counted = Counter(result.outcome for result in results)
        self.stream.write(f"\n{len(results)} cases: {counted[PASSED]} passed, {counted[FAILED]} failed, "
                          f"{counted[LEFT_OUT]} left out\n")


def as_json(results, node):
    return json.dumps({"node": node, "cases": [
        {"name": one.case.name, "title": one.case.title, "transaction": one.case.transaction,
         "clause": one.case.clause, "outcome": one.outcome, "findings": one.findings,
         "milliseconds": round(one.seconds * 1000)} for one in results]}, indent=1, ensure_ascii=False)


def as_junit(results, node):
    """One suite for each transaction."""
    root = etree.Element("testsuites", name=f"conformance of {node}")
    for transaction in sorted({one.case.transaction for one in results}):
        mine = [one for one in results if one.case.transaction == transaction]
        suite = etree.SubElement(root, "testsuite", name=transaction, tests=str(len(mine)),
                                 failures=str(sum(one.outcome == FAILED for one in mine)),
                                 skipped=str(sum(one.outcome == LEFT_OUT for one in mine)),
                                 time=f"{sum(one.seconds for one in mine):.3f}")
        for one in mine:
            case = etree.SubElement(suite, "testcase", name=one.case.name, time=f"{one.seconds:.3f}",
                                    classname=f"conformance.{one.case.file.removesuffix('.yaml')}")
            if one.outcome == FAILED:
                failure = etree.SubElement(case, "failure", message=one.case.title)
                failure.text = "\n".join([f"by: {one.case.clause}", *one.findings])
            elif one.outcome == LEFT_OUT:
                etree.SubElement(case, "skipped", message="; ".join(one.findings))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

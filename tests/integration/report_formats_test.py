"""What `ncp validate` writes for programs, judged by programs that are not ours: SARIF by its schema, JUnit's XML by
what its readers ask for."""

import json
import subprocess
import tempfile
import unittest
from pathlib import Path

from lxml import etree

from ncp_peer.node import BINARY, ROOT

SCHEMA = ROOT / "build" / "sarif-schema" / "sarif-2.1.0-rtm.5.json"
DOCUMENTS = ROOT / "config" / "demo" / "pt" / "documents"
SUMMARY = DOCUMENTS / "cardiac-summary.xml"


class Reports(unittest.TestCase):
    """Documents without fault, with one and with many, what is none, and names that need to be escaped."""

    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory(prefix="ncp-reports-")
        cls.addClassCleanup(cls.directory.cleanup)
        cls.folder = Path(cls.directory.name)
        text = SUMMARY.read_text()
        (cls.folder / "whole.xml").write_text(text)
        (cls.folder / "wrong % name <&\"'> æøå.xml").write_text(text.replace('unit="mg"', 'unit="spoon"'))
        (cls.folder / "empty.xml").write_bytes(b"")
        (cls.folder / "no document.xml").write_text("<ClinicalDocument/>")
        (cls.folder / "broken.xml").write_bytes(b"<ClinicalDocument>\xff\x00]]>&#0;")
        wrong = '<entry><observation classCode="x" moodCode="EVN"/></entry>'
        (cls.folder / "many.xml").write_text(text.replace("</section>", wrong * 1500 + "</section>", 1))

    def report(self, kind, *arguments):
        done = subprocess.run([BINARY, "validate", "--format", kind, *arguments], capture_output=True, check=False,
                              cwd=self.folder)
        self.assertIn(done.returncode, (0, 1, 2), done.stderr)
        return done.stdout

    def every_report(self, kind):
        for language in ("nb", "nn", "en"):
            yield self.report(kind, "--lang", language, ".")
        yield self.report(kind, "whole.xml")
        yield self.report(kind, "nowhere.xml")


class Sarif(Reports):
    @classmethod
    def setUpClass(cls):
        try:
            import jsonschema  # pylint: disable=import-outside-toplevel
        except ImportError:
            print("skipped: no module jsonschema")
            raise unittest.SkipTest("skipped: no module jsonschema") from None
        if not SCHEMA.exists():
            print("skipped: no module with the schema of SARIF (./dev test fetches it)")
            raise unittest.SkipTest("skipped: no schema of SARIF")
        super().setUpClass()
        cls.judge = jsonschema.Draft4Validator(json.loads(SCHEMA.read_bytes()),
                                               format_checker=jsonschema.FormatChecker())

    def faults(self, report):
        return [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message[:200]}"
                for fault in self.judge.iter_errors(report)]

    def test_every_report_keeps_the_schema(self):
        for report in self.every_report("sarif"):
            self.assertEqual(self.faults(json.loads(report)), [])

    def test_the_schema_would_tell(self):
        report = json.loads(self.report("sarif", "broken.xml"))
        result = report["runs"][0]["results"][0]
        for name, value in (("level", "fatal"), ("ruleId", 7), ("severity", "error"), ("message", {})):
            broken = json.loads(json.dumps(report))
            broken["runs"][0]["results"][0] = {**result, name: value}
            with self.subTest(name=name):
                self.assertNotEqual(self.faults(broken), [])

    def test_each_result_names_a_rule_of_the_list_by_its_place(self):
        run = json.loads(self.report("sarif", "."))["runs"][0]
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        self.assertEqual(len(rules), len(set(rules)))
        for result in run["results"]:
            self.assertIn(result["ruleId"], rules)
            if "ruleIndex" in result:
                self.assertEqual(rules[result["ruleIndex"]], result["ruleId"])


class Junit(Reports):
    """No package carries a schema of it; its readers (Jenkins, GitLab) take these elements and attributes."""

    CHILDREN = {"testsuites": {"testsuite"}, "testsuite": {"properties", "testcase", "system-out", "system-err"},
                "testcase": {"skipped", "error", "failure", "system-out", "system-err"}, "failure": set(),
                "error": set(), "skipped": set(), "system-out": set(), "system-err": set(), "properties": {"property"},
                "property": set()}
    NEEDED = {"testsuite": {"name", "tests", "failures"}, "testcase": {"name", "classname"}, "failure": {"message"}}
    KNOWN = {"testsuites": {"name", "tests", "failures", "errors", "time", "disabled", "skipped"},
             "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id",
                           "package", "file"},
             "testcase": {"name", "classname", "time", "status", "assertions", "file", "line"},
             "failure": {"message", "type"}, "error": {"message", "type"}, "skipped": {"message"}}

    def test_elements_attributes_and_counts_are_those_that_readers_take(self):
        for report in self.every_report("junit"):
            root = etree.fromstring(report)
            self.assertIn(root.tag, ("testsuites", "testsuite"))
            for element in root.iter():
                self.assertIn(element.tag, self.CHILDREN)
                self.assertLessEqual({child.tag for child in element}, self.CHILDREN[element.tag])
                self.assertLessEqual(self.NEEDED.get(element.tag, set()), set(element.keys()), element.tag)
                self.assertLessEqual(set(element.keys()), self.KNOWN.get(element.tag, set()), element.tag)
            for suite in root.iter("testsuite"):
                self.assertEqual(int(suite.get("tests")), len(suite.findall("testcase")))
                self.assertEqual(int(suite.get("failures")), len(suite.findall("testcase/failure")))


if __name__ == "__main__":
    # The base class judges nothing.
    del Reports
    unittest.main()

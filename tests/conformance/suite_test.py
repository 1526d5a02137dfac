"""That the suite judges: its files are whole, and a node that believes everything fails."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.append(str(Path(__file__).resolve().parents[1] / "peers"))

from suite import ROOT, SUITE  # noqa: E402

import openncp_answers as openncp  # noqa: E402
import run  # noqa: E402
import yaml  # noqa: E402
from ncp_peer.certificates import pki_at  # noqa: E402
from peer_server import PeerServer  # noqa: E402
from suite import cases, target  # noqa: E402
from lxml import etree  # noqa: E402
from suite.forms import Forms  # noqa: E402
from suite.own_node import OwnNode  # noqa: E402
from suite.runner import FAILED, LEFT_OUT, PASSED, Runner  # noqa: E402

SUMMARY = ROOT / "config" / "demo" / "pt" / "documents" / "full-summary.xml"
BELOW_SOAP = "refused"  # what TLS refuses is refused by the server of this test too


class Options:
    node = home_community_id = own_home_community_id = own_country = parameters = None
    patient = ()


class CaseFiles(unittest.TestCase):
    def test_every_case_file_is_read_and_every_transaction_has_cases(self):
        found = cases.load(SUITE / "cases")
        self.assertEqual({case.transaction for case in found}, set(cases.TRANSACTIONS))
        self.assertGreater(len(found), 200)

    def test_a_key_that_the_suite_does_not_know_is_a_fault_of_the_file(self):
        good = {"name": "a", "title": "b", "clause": "c", "expect": {"http": 200}}
        for change in ({"expects": {}}, {"name": None}, {"clause": ""}, {"assertions": ["saml"]}):
            with self.subTest(change), tempfile.TemporaryDirectory() as folder:
                content = {"transaction": "ITI-55", "cases": [{**good, **change}]}
                (Path(folder) / "bad.yaml").write_text(yaml.safe_dump(content))
                with self.assertRaises(cases.UnusableCase):
                    cases.load(folder)

    def test_a_case_without_expectation_is_a_fault_of_the_file(self):
        with tempfile.TemporaryDirectory() as folder:
            content = {"transaction": "ITI-55", "cases": [{"name": "a", "title": "b", "clause": "c"}]}
            (Path(folder) / "bad.yaml").write_text(yaml.safe_dump(content))
            with self.assertRaises(cases.UnusableCase):
                cases.load(folder)


class Credulous(unittest.TestCase):
    """A contact point that gives every caller the patient and the documents, whatever the assertions say."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="ncp-conformance-")
        cls.addClassCleanup(cls.folder.cleanup)
        directory = Path(cls.folder.name)
        kept = os.environ.get("NCP_INTEGRATION_PKI")
        cls.pki = pki_at(Path(kept) if kept else directory / "pki")
        document = openncp.Document("2.16.17.710.820.1000.990.1^1", SUMMARY.read_bytes())
        server = PeerServer(openncp.CountryA([document]),
                            (str(cls.pki.node_server.certificate), str(cls.pki.node_server.key)),
                            str(cls.pki.tls.certificate))
        cls.addClassCleanup(server.close)
        node = target.Target(f"https://localhost:{server.port}/openncp-ws-server/services", cls.pki.tls.certificate,
                             {"client": cls.pki.norway, "signature": cls.pki.norway_signature,
                              "stranger": target.stranger(directory, "NO")})
        cls.runner = Runner(node, run.parameters_of(Options()), Forms())
        cls.cases = [case for case in cases.load(SUITE / "cases") if case.transaction in ("ITI-55", "ITI-38")]

    def outcomes(self, chosen):
        return {result.case.name: (result.outcome, result.findings) for result in self.runner.run(chosen)}

    def test_it_fails_every_security_case_that_it_can_be_asked(self):
        chosen = [case for case in self.cases if case.profile == "security"
                  and all("connection" not in step.expect for step in case.steps)]
        found = self.outcomes(chosen)
        self.assertGreater(len(found), 80)
        self.assertEqual([name for name, (outcome, _) in found.items() if outcome == PASSED], [])
        self.assertLess(sum(outcome == LEFT_OUT for outcome, _ in found.values()), 8)

    def test_findings_name_what_was_expected_and_what_came(self):
        chosen = [case for case in self.cases if case.name == "iti55-no-patient"]
        ((outcome, findings),) = self.outcomes(chosen).values()
        self.assertEqual(outcome, FAILED)
        self.assertIn("expected ERROR_PI_NO_MATCH, found None", "\n".join(findings))

    def test_a_case_that_needs_what_nobody_told_is_left_out(self):
        chosen = [case for case in self.cases if case.name == "iti55-hcp-revoked-signer"]
        ((outcome, findings),) = self.outcomes(chosen).values()
        self.assertEqual((outcome, findings), (LEFT_OUT, ["needs credential revoked signature"]))


class AnotherNode(unittest.TestCase):
    """A node that the suite did not start, told by options alone."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="ncp-conformance-")
        cls.addClassCleanup(folder.cleanup)
        cls.directory = Path(folder.name)
        kept = os.environ.get("NCP_INTEGRATION_PKI")
        own = OwnNode(cls.directory / "node", Path(kept) if kept else None)
        cls.enterClassContext(own)
        cls.options = [
            "--node", own.target().services, "--server-ca", own.pki.tls.certificate,
            "--client-key", own.pki.norway.key, "--client-chain", own.pki.norway.certificate,
            "--signature-key", own.pki.norway_signature.key,
            "--signature-certificate", own.pki.norway_signature.certificate,
            "--home-community-id", "2.16.17.710.820.1000.990.1", "--own-home-community-id", "2.16.578.1.12.4.5.10.1",
            "--own-country", "NO", "--patient", "900000001^^^&2.16.17.710.820.1000.990.1&ISO"]

    def run_suite(self, *options):
        return subprocess.run([sys.executable, "-B", str(SUITE / "run.py"), *map(str, options)], capture_output=True,
                              text=True, timeout=120, check=False)

    def test_is_judged_by_what_was_told_and_the_rest_is_left_out(self):
        junit, result = self.directory / "result.xml", self.directory / "result.json"
        done = self.run_suite(*self.options, "--only", "ITI-55", "--junit", junit, "--json", result)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)
        outcomes = {case["name"]: case["outcome"] for case in json.loads(result.read_text())["cases"]}
        self.assertEqual(outcomes["iti55-match-by-identifier"], "passed")
        self.assertEqual(outcomes["iti55-hcp-stranger"], "passed")
        self.assertEqual(outcomes["iti55-twins"], "left out")
        self.assertEqual(outcomes["iti55-hcp-revoked-signer"], "left out")
        suite = etree.parse(str(junit)).getroot().find("testsuite")
        self.assertEqual(int(suite.get("tests")), len(outcomes))
        self.assertEqual(int(suite.get("skipped")), list(outcomes.values()).count("left out"))

    def test_without_its_keys_is_wrong_usage(self):
        done = self.run_suite(*self.options[:4], "--only", "iti55-match-by-identifier")
        self.assertEqual(done.returncode, 64)
        self.assertIn("--client-key", done.stderr)

    def test_that_deviates_ends_with_1(self):
        """Asked for a patient that it does not have."""
        done = self.run_suite(*self.options[:-1], "123^^^&2.999.1&ISO", "--only", "iti55-match-by-identifier")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("1 failed", done.stdout)


if __name__ == "__main__":
    unittest.main()

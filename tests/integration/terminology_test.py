"""Releases of the terminology: built, asked, taken back by commands, and taken by a running node."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from ncp_peer import transport
from ncp_peer.case import PKI_DIRECTORY
from ncp_peer.certificates import pki_at
from ncp_peer.node import BINARY, ROOT, Node

SNOMED = "2.16.840.1.113883.6.96"
ANAPHYLAXIS = "39579001"


def wait_for(condition, what):
    until = time.monotonic() + 30
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"not seen: {what}")
        time.sleep(0.05)


class TerminologyCase(unittest.TestCase):
    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="ncp-terminology-"))
        self.addCleanup(shutil.rmtree, self.directory)
        self.releases = self.directory / "releases"
        self.data = self.directory / "data"
        shutil.copytree(ROOT / "config", self.data, ignore=shutil.ignore_patterns("demo"))

    def run_command(self, *arguments):
        """Exit code and what was said on either stream."""
        done = subprocess.run([BINARY, "terminology", *arguments], capture_output=True, text=True, check=False,
                              cwd=self.directory,
                              env={**os.environ, "NCP_DATA_DIR": str(self.data),
                                   "NCP_TERMINOLOGY_WORKBENCH": str(self.directory / "workbench.sqlite")})
        return done.returncode, done.stdout + done.stderr

    def build(self, name, *arguments):
        return self.run_command("build", "--releases", str(self.releases), "--name", name, *arguments)

    def status(self):
        code, text = self.run_command("status", "--releases", str(self.releases), "--json")
        return code, json.loads(text)

    def remove_rows(self, table, part):
        file = self.data / "terminology" / table
        rows = file.read_text().splitlines(keepends=True)
        file.write_text("".join(row for row in rows if part not in row))


class Commands(TerminologyCase):
    def test_a_release_is_built_asked_and_taken_back(self):
        self.assertEqual(self.build("first")[0], 0)
        self.assertEqual(self.build("second")[0], 0)
        code, status = self.status()
        self.assertEqual((code, status["current"]), (0, "second"))
        self.assertEqual([one["release"] for one in status["releases"]], ["first", "second"])
        code, text = self.run_command("rollback", "first", "--releases", str(self.releases))
        self.assertEqual(code, 0, text)
        self.assertEqual(self.status()[1]["current"], "first")
        code, text = self.run_command("lookup", SNOMED, ANAPHYLAXIS, "--releases", str(self.releases),
                                      "--lang", "nb", "--json")
        answer = json.loads(text)
        self.assertEqual((code, answer["release"], answer["designation"]["text"], answer["designation"]["step"]),
                         (0, "first", "Anafylaksi", "exact"))

    def test_a_release_that_shrinks_is_refused_unless_it_is_meant(self):
        self.assertEqual(self.build("whole")[0], 0)
        for table in (self.data / "terminology").glob("members-*.tsv"):
            self.remove_rows(table.name, "1.3.6.1.4.1.12559.11.10.1.3.1.42.13\t")
        code, text = self.build("smaller")
        self.assertEqual(code, 1, text)
        self.assertIn("terminology.shrinks  value set 1.3.6.1.4.1.12559.11.10.1.3.1.42.13", text)
        self.assertEqual(self.status()[1]["current"], "whole")
        self.assertEqual(self.build("smaller", "--force")[0], 0)
        self.assertEqual(self.status()[1]["current"], "smaller")

    def test_the_first_release_is_compared_with_the_tables_that_answered_before_it(self):
        table = self.directory / "severity.tsv"
        table.write_text("valueset_name\tvalueset_oid\tversion\tcode_system_oid_or_uri\tcode\tdisplay_en\n"
                         f"eHDSISeverity\t1.3.6.1.4.1.12559.11.10.1.3.1.42.13\t9\t{SNOMED}\t24484000\tSevere\n")
        self.assertEqual(self.run_command("import", str(table))[0], 0)
        code, text = self.build("first")
        self.assertEqual(code, 1, text)
        self.assertIn("terminology.shrinks  value set 1.3.6.1.4.1.12559.11.10.1.3.1.42.13", text)
        self.assertEqual(self.build("first", "--force")[0], 0)
        self.assertEqual(self.status()[1]["releases"][0]["previous"], "")

    def test_a_damaged_release_is_told(self):
        self.assertEqual(self.build("first")[0], 0)
        file = self.releases / "first.snapshot"
        file.write_bytes(file.read_bytes()[:-1] + b"?")
        code, status = self.status()
        self.assertEqual(code, 1)
        self.assertIn("checksum", status["fault"])
        self.assertEqual(self.run_command("lookup", SNOMED, ANAPHYLAXIS, "--releases", str(self.releases))[0], 2)
        self.assertEqual(self.run_command("rollback", "first", "--releases", str(self.releases))[0], 2)

    def test_what_is_not_there_is_said(self):
        code, text = self.run_command("lookup", "NO-SUCH-SYSTEM", "1")
        self.assertEqual(code, 2)
        self.assertIn("SNOMED CT", text)
        code, text = self.run_command("lookup", "SNOMED CT", "1")
        self.assertEqual(code, 1)
        self.assertIn("no concept 1", text)
        code, text = self.run_command("expand", "eHDSISeverity", "--json")
        self.assertEqual((code, len(json.loads(text)["members"])), (0, 6))
        code, text = self.run_command("expand", "eHDSINothing")
        self.assertEqual(code, 2)
        self.assertIn("eHDSISeverity", text)
        code, text = self.run_command("translate", SNOMED, ANAPHYLAXIS)
        self.assertEqual(code, 1)
        self.assertIn("no approved mapping", text)
        self.assertEqual(self.run_command("rollback", "nothing", "--releases", str(self.releases))[0], 2)
        self.assertEqual(self.run_command("status", "--releases", str(self.releases))[0], 1)


class RunningNode(TerminologyCase):
    def setUp(self):
        super().setUp()
        self.assertEqual(self.build("first")[0], 0)
        pki = pki_at(Path(PKI_DIRECTORY) if PKI_DIRECTORY else self.directory / "pki")
        self.node = Node(self.directory / "node", pki)
        with self.node.configuration.open("a") as configuration:
            configuration.write(f"terminology: {{releases: {self.releases}}}\nreload: {{watch_seconds: 1}}\n")
        self.node.start()
        self.addCleanup(self.node.stop)

    def in_force(self, release):
        return f'ncp_terminology_concepts{{release="{release}"}}' in self.node.metrics()

    def test_a_running_node_takes_a_release_and_keeps_it_when_the_next_is_broken(self):
        self.assertTrue(self.in_force("first"))
        self.assertEqual(self.build("second")[0], 0)
        wait_for(lambda: self.in_force("second"), "the new release")
        self.assertFalse(self.in_force("first"))
        (self.releases / "broken.snapshot").write_bytes(b"broken")
        (self.releases / "current.new").write_text("broken\n")
        (self.releases / "current.new").rename(self.releases / "current")
        self.node.process.send_signal(signal.SIGHUP)
        wait_for(lambda: transport.get(self.node.admin_port, "/health/ready")[0] == 503, "the fault")
        self.assertIn("release second stays in force", transport.get(self.node.admin_port, "/health/ready")[1])
        self.assertTrue(self.in_force("second"))
        self.assertEqual(self.run_command("rollback", "first", "--releases", str(self.releases))[0], 0)
        wait_for(lambda: self.in_force("first"), "the former release")
        wait_for(lambda: transport.get(self.node.admin_port, "/health/ready")[0] == 200, "good health")
        self.assertTrue(any("terminology.taken" in line for line in self.node.log()))


if __name__ == "__main__":
    unittest.main()

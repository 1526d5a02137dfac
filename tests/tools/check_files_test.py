"""What tools/check_files.py finds in a repository, and what it leaves in peace."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK = Path(__file__).resolve().parent.parent.parent / "tools" / "check_files.py"


class CheckFiles(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.repository = Path(directory.name)
        subprocess.run(["git", "init", "--quiet", self.repository], check=True)

    def findings(self, name, content):
        """What the check prints about a repository with this one file; empty when it succeeds."""
        (self.repository / name).write_text(content)
        subprocess.run(["git", "add", name], cwd=self.repository, check=True)
        outcome = subprocess.run([sys.executable, CHECK, self.repository], capture_output=True, text=True,
                                 check=False)
        self.assertEqual(outcome.returncode, 1 if outcome.stdout else 0, outcome.stderr)
        return outcome.stdout.strip()

    def test_a_private_key_is_found(self):
        key = "\n-----BEGIN {}" + "PRIVATE KEY-----\nMIIEvQ\n"
        self.assertEqual(self.findings("a.pem", key.format("")), "a.pem:2: a private key")
        self.assertEqual(self.findings("a.pem", key.format("RSA ")), "a.pem:2: a private key")

    def test_a_certificate_and_a_mention_of_keys_are_no_private_key(self):
        self.assertEqual(self.findings("a.pem", "-----BEGIN CERTIFICATE-----\nMIIEvQ\n"), "")
        self.assertEqual(self.findings("a.cpp", 'starts_with("-----BEGIN ' + 'PRIVATE KEY-----");\n'), "")

    def test_paths_of_a_machine_are_found(self):
        for path in (f"{self.repository.resolve()}", "/".join(["", "home", "kari", "ncp"])):
            self.assertRegex(self.findings("a.txt", f"see\n{path}/build\n"), "^a.txt:2: a path of somebody's machine")

    def test_a_link_to_a_missing_file_is_found(self):
        self.assertEqual(self.findings("a.md", "[b](b.md)\n"), "a.md:1: a link that leads nowhere: b.md")

    def test_links_that_lead_somewhere_and_code_are_left_in_peace(self):
        text = "[a](a.md#part) [web](https://example.org) `[x](y)`\n```\n[x](y)\n```\n"
        self.assertEqual(self.findings("a.md", text), "")

    def test_python_that_does_not_parse_is_found(self):
        self.assertRegex(self.findings("a.py", "x = 1\nx = = 2\n"), "^a.py:2: Python: ")
        self.assertEqual(self.findings("a.py", "x = 1\n"), "")


if __name__ == "__main__":
    unittest.main()

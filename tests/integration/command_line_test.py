"""What the command line takes, and what it says of mistakes."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from ncp_peer.node import BINARY, ROOT


def run(*arguments, **environment):
    """Exit code, standard output, standard error."""
    with tempfile.TemporaryDirectory(prefix="ncp-command-line-") as directory:
        done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, check=False, cwd=directory,
                              env={**os.environ, **environment})
    return done.returncode, done.stdout, done.stderr


class EnvironmentVariables(unittest.TestCase):
    """They stand in for an option that is not given, and never for one that is."""

    COMMANDS_WITH_A_CONFIGURATION = (("dispensations", "list"), ("dispensations", "resend", "1"), ("discard", "1"),
                                     ("audit", "list"), ("certs", "status"), ("smp", "show"))
    QUESTIONS = (("lookup", "SNOMED CT", "1"), ("translate", "SNOMED CT", "1"), ("expand", "eHDSISeverity"),
                 ("status",), ("diff",))

    def test_a_configuration_that_is_named_is_the_one_that_is_read(self):
        for command in self.COMMANDS_WITH_A_CONFIGURATION:
            with self.subTest(command=command):
                said = run(*command, "--config", "/named.yaml", NCP_CONFIG="/variable.yaml")[2]
                self.assertIn("/named.yaml", said)
                self.assertIn("/variable.yaml", run(*command, NCP_CONFIG="/variable.yaml")[2])

    def test_a_folder_of_releases_that_is_named_is_the_one_that_is_asked(self):
        for command in self.QUESTIONS:
            with self.subTest(command=command):
                said = "".join(run("terminology", *command, "--releases", "/named", NCP_TERMINOLOGY="/variable")[1:])
                self.assertIn("/named", said)
                said = "".join(run("terminology", *command, NCP_TERMINOLOGY="/variable")[1:])
                self.assertIn("/variable", said)


class UnknownCommands(unittest.TestCase):
    """A mistyped command is told with those that there are, in every group."""

    GROUPS = {"": "query", "terminology": "import", "certs": "status", "smp": "show", "audit": "list",
              "config": "check", "dispensations": "list"}

    def said_of(self, *arguments):
        code, answer, said = run(*arguments)
        self.assertEqual(code, 64, said)
        self.assertEqual(answer, "")
        return said

    def test_the_commands_of_the_group_are_named(self):
        for group, one in self.GROUPS.items():
            with self.subTest(group=group):
                said = self.said_of(*group.split(), "frobnicate")
                self.assertIn(f"{'ncp ' + group if group else 'ncp'} has no command frobnicate", said)
                self.assertIn(f" {one}", said.splitlines()[1])
                self.assertNotIn("did you mean", said)
                self.assertIn("needs a command", self.said_of(*group.split()))

    def test_the_near_one_is_suggested(self):
        for group, one in self.GROUPS.items():
            with self.subTest(group=group):
                self.assertIn(f"did you mean {one}?", self.said_of(*group.split(), one[0] + one[2:]))

    def test_what_was_written_reaches_no_terminal_unseen(self):
        said = self.said_of("terminology", "\x1b[2J" + "x" * 10000)
        self.assertNotIn("\x1b", said)
        self.assertLess(len(said), 1000)

    def test_an_option_in_the_place_of_a_command_is_called_one(self):
        self.assertIn("ncp terminology has no option --frobnicate", self.said_of("terminology", "--frobnicate"))


class Workbench(unittest.TestCase):
    def test_one_that_is_named_has_to_be_there(self):
        for command in (("diff",), ("build", "--releases", "releases"), ("export",), ("log",),
                        ("approve", "mappings", "--everything", "--by", "a test")):
            with self.subTest(command=command):
                code, _, said = run("terminology", *command, "--workbench", "mistyped.sqlite")
                self.assertEqual(code, 64)
                self.assertIn("mistyped.sqlite", said)

    def test_without_one_a_release_is_made_of_the_shipped_tables_and_that_is_said(self):
        code, _, said = run("terminology", "build", "--releases", "releases", "--dry-run")
        self.assertEqual(code, 0)
        self.assertIn("the shipped tables alone", said)


class Import(unittest.TestCase):
    """Into a workbench that does not exist yet."""

    def setUp(self):
        self.directory = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="ncp-import-")))
        self.workbench = self.directory / "workbench.sqlite"

    def run_import(self, name, text, *arguments):
        file = self.directory / name
        file.write_text(text)
        code, answer, said = run("terminology", "import", str(file), "--workbench", str(self.workbench), *arguments)
        return code, answer + said

    def test_a_file_in_which_there_is_nothing_is_a_mistake(self):
        for name, text, arguments in (("patient.json", '{"resourceType": "Patient"}', ()),
                                      ("letter.md", "# Dear colleague\n", ("--format", "fsh")),
                                      ("header.csv", "system,code,language,text\n", ())):
            with self.subTest(name=name):
                code, said = self.run_import(name, text, *arguments)
                self.assertEqual(code, 2)
                self.assertIn("there is nothing to import", said)
        self.assertIn("is empty", self.run_import("empty.csv", "")[1])
        self.assertFalse(self.workbench.exists())

    def test_a_question_makes_no_workbench(self):
        table = "system,code,language,text\n2.16.840.1.113883.6.96,91936005,nb-NO,Allergi mot penicillin\n"
        code, said = self.run_import("names.csv", table, "--dry-run")
        self.assertEqual(code, 0, said)
        self.assertIn("designation   added 1", said)
        self.assertFalse(self.workbench.exists())
        self.assertEqual(self.run_import("names.csv", table)[0], 0)
        self.assertTrue(self.workbench.exists())


class Output(unittest.TestCase):
    def test_a_place_that_can_not_be_written_is_a_mistake_of_who_named_it(self):
        document = ROOT / "config" / "demo" / "pt" / "documents" / "cardiac-summary.xml"
        for command in (("translate", document), ("pivot", document), ("render", document),
                        ("terminology", "export", "--with-tables")):
            with self.subTest(command=command[0]):
                code, _, said = run(*command, "--out", "/nowhere/document")
                self.assertEqual(code, 2)
                self.assertIn("/nowhere/document", said)


if __name__ == "__main__":
    unittest.main()

"""`ncp validate` as people and build servers use it: folders, pipes, terminals, interruptions, hostile names."""

import json
import os
import pathlib
import pty
import signal
import subprocess
import tempfile
import unittest

import world
from lxml import etree

PRESCRIPTION = world.DEMO_DOCUMENTS / "child-prescription.xml"
MANY = 3000


@unittest.skipIf(world.why_not(), world.why_not())
class ValidateCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="ncp-validate-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        # A document with one error, told in a line that is easy to find.
        sound = world.as_pivot(PRESCRIPTION).decode()
        self.sound = sound
        self.broken = sound.replace("<title>", "<title xmlns:none='urn:none'><none:x/>", 1)

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def start(self, *arguments, **streams):
        surroundings = dict(os.environ, NCP_DATA_DIR=str(world.CONFIG))
        return subprocess.Popen([world.BINARY, "validate", *map(str, arguments)], env=surroundings, **streams)

    def judged(self, *arguments, **environment):
        return world.run("validate", *arguments, environment=environment)


class Files(ValidateCase):
    def test_a_release_that_cannot_be_read_is_told_and_not_passed_over(self):
        file = self.file("a.xml", self.sound)
        self.assertEqual(self.judged(file, "--severity", "error").returncode, 0)
        ended = self.judged(file, "--releases", self.folder / "none")
        self.assertNotIn(ended.returncode, (0, 1, 64))
        self.assertIn("none", ended.stderr)

    def test_one_of_many_that_is_no_document_does_not_end_the_run(self):
        self.file("a.xml", "hello")
        self.file("b.xml", self.broken)
        (self.folder / "c.xml").symlink_to(self.folder / "gone")
        os.mkfifo(self.folder / "d.xml")
        self.file("e.XML", self.sound)
        self.file("notes.txt", "not asked for")
        ended = self.judged(self.folder, "--json")
        self.assertEqual(ended.returncode, 2)
        told = {pathlib.Path(one["file"]).name: {f["rule"] for f in one["findings"] if f["severity"] == "error"}
                for one in json.loads(ended.stdout)["documents"]}
        self.assertEqual(sorted(told), ["a.xml", "b.xml", "c.xml", "d.xml", "e.XML"])
        self.assertEqual(told["a.xml"], {"document.unreadable"})
        self.assertEqual(told["c.xml"], {"document.missing"})
        self.assertEqual(told["d.xml"], {"document.missing"})
        self.assertEqual(told["e.XML"], set())

    def test_a_file_that_is_not_there_is_not_called_broken(self):
        said = self.judged(self.folder / "nothing.xml", "--lang", "en")
        self.assertEqual(said.returncode, 2)
        self.assertIn("The file is not there", said.stdout)
        self.assertNotIn("UTF-8", said.stdout)

    def test_a_folder_without_documents_is_told(self):
        said = self.judged(self.folder)
        self.assertEqual(said.returncode, 2)
        self.assertIn("no clinical documents", said.stderr)

    def test_the_standard_input_is_judged(self):
        with self.start("-", "--json", stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
            said, _ = running.communicate(self.broken.encode(), timeout=world.PATIENCE)
        self.assertEqual(running.returncode, 1)
        self.assertEqual(json.loads(said)["documents"][0]["file"], "-")

    def test_the_order_is_that_of_the_files_whatever_the_number_of_threads(self):
        for number in range(40):
            self.file(f"{number:02}.xml", self.broken if number % 3 else self.sound)
        reports = {self.judged(self.folder, "-j", threads).stdout for threads in (1, 2, 8)}
        self.assertEqual(len(reports), 1)

    def test_wrong_names_of_formats_are_told_with_those_there_are(self):
        for option, value, known in (("--format", "yaml", "json, junit, sarif, text"), ("--type", "XX", "DISCHARGE"),
                                     ("--severity", "loud", "error, info, warning")):
            with self.subTest(option=option):
                said = self.judged(PRESCRIPTION, option, value)
                self.assertEqual(said.returncode, 64)
                self.assertIn(f"{value} is unknown; one of: ", said.stderr)
                self.assertIn(known, said.stderr)


class Reports(ValidateCase):
    def test_the_line_of_the_document_is_shown_and_advice_given(self):
        path = self.file("b.xml", self.broken)
        said = self.judged(path, "--lang", "en").stdout
        line = next(n for n, text in enumerate(self.broken.split("\n"), 1) if "none:x" in text)
        self.assertIn(f"b.xml:{line}: error: ", said)
        self.assertIn(f"  {line} | <title xmlns:none", said)
        self.assertIn("    help: ", said)

    def test_an_id_that_was_asked_for_is_compared(self):
        path = self.file("a.xml", self.sound)
        own = etree.fromstring(self.sound.encode()).find("{urn:hl7-org:v3}id")
        known = own.get("root") + ("^" + own.get("extension") if own.get("extension") else "")
        self.assertNotIn("exchange.document-id", self.judged(path, "--id", known).stdout)
        self.assertIn("exchange.document-id", self.judged(path, "--id", "2.999^other").stdout)

    def test_what_a_document_holds_can_not_steer_a_terminal_or_forge_a_line(self):
        forged = "x&#10;other.xml:1: error: forged&#155;31m&#8238;"
        path = self.file("a.xml", self.sound.replace("<title>", f'<title language="{forged}">', 1)
                         .replace("<languageCode code=", f'<languageCode nullFlavor="{forged}" code=', 1))
        said = self.judged(path, "--lang", "en").stdout
        self.assertIn("forged", said)
        for line in said.split("\n"):
            self.assertFalse(line.startswith("other.xml"), line)
            self.assertTrue(line.isprintable(), repr(line))

    def test_a_name_that_is_no_utf_8_is_reported_in_every_format(self):
        name = os.fsencode(str(self.folder)) + b"/\xe5\x1b[31m.xml"
        with open(name, "wb") as file:
            file.write(self.broken.encode())
        for form in ("text", "json", "sarif", "junit"):
            with self.subTest(form=form):
                said = self.judged(self.folder, "--format", form)
                self.assertEqual(said.returncode, 1, said.stderr)
                self.assertNotIn("\x1b", said.stdout)
                if form in ("json", "sarif"):
                    json.loads(said.stdout)
                elif form == "junit":
                    etree.fromstring(said.stdout.encode())

    def test_colours_are_for_terminals_and_those_who_ask(self):
        path = self.file("b.xml", self.broken)
        self.assertNotIn("\x1b", self.judged(path).stdout)
        self.assertIn("\x1b[1;31m", self.judged(path, "--color", "always").stdout)
        for wanted, environment in ((True, {}), (False, {"NO_COLOR": "1"})):
            with self.subTest(environment=environment):
                self.assertEqual("\x1b[1;31m" in self.on_terminal(path, environment), wanted)

    def on_terminal(self, path, environment):
        ours, theirs = pty.openpty()
        surroundings = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
        surroundings.update(environment, NCP_DATA_DIR=str(world.CONFIG))
        with subprocess.Popen([world.BINARY, "validate", str(path)], stdout=theirs, env=surroundings) as running:
            os.close(theirs)
            said = b""
            try:
                while piece := os.read(ours, 65536):
                    said += piece
            except OSError:
                pass  # how a terminal says that nobody writes any more
            running.wait(world.PATIENCE)
        os.close(ours)
        return said.decode()


class Endings(ValidateCase):
    def many(self):
        for number in range(MANY):
            self.file(f"{number:04}.xml", self.broken)
        return self.folder

    def test_an_interrupted_run_ends_its_report(self):
        folder = self.many()
        with self.start(folder, "--json", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            first = running.stdout.read(4096)
            running.send_signal(signal.SIGINT)
            rest, said = running.communicate(timeout=world.PATIENCE)
        report = json.loads(first + rest)
        self.assertEqual(running.returncode, -signal.SIGINT)
        self.assertGreater(len(report["documents"]), 0)
        self.assertLess(len(report["documents"]), MANY)
        self.assertEqual(report["summary"]["files"], len(report["documents"]))
        self.assertIn(b"interrupted", said)

    def test_a_reader_that_leaves_ends_the_run_without_a_word(self):
        folder = self.many()
        with self.start(folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            running.stdout.read(10)
            running.stdout.close()
            said = running.stderr.read()
            running.wait(world.PATIENCE)
        self.assertEqual(running.returncode, 2)
        self.assertEqual(said, b"")

    def test_a_report_that_can_not_be_written_is_told(self):
        with open("/dev/full", "wb") as full:
            with self.start(PRESCRIPTION, stdout=full, stderr=subprocess.PIPE) as running:
                said = running.stderr.read()
        self.assertEqual(running.returncode, 2)
        self.assertIn(b"can't be written", said)


if __name__ == "__main__":
    unittest.main()

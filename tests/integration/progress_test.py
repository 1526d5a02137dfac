"""What long commands show of their progress on a terminal, and that they show nothing elsewhere."""

import fcntl
import os
import pty
import shutil
import struct
import subprocess
import tempfile
import termios
import threading
import unittest
from pathlib import Path

from ncp_peer.node import BINARY, ROOT

DOCUMENTS = ROOT / "config" / "demo" / "pt" / "documents"
MANY = 48  # documents: more than the few for which nobody waits
TERMS = "system,code,language,text\n2.16.840.1.113883.6.96,91936005,nb-NO,Allergi mot penicillin\n"


class Screen:
    """As much of a terminal as the program uses: its rows after what was written to them."""

    def __init__(self, columns):
        self.columns = columns
        self.rows = [""]
        self.column = 0
        self.tallest = 1

    def write(self, text):
        position = 0
        while position < len(text):
            if text.startswith("\x1b[K", position):
                self.rows[-1] = self.rows[-1][:self.column]
                position += 3
                continue
            self.put(text[position])
            position += 1
        return self

    def put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n" or self.column == self.columns:
            self.rows.append("")
            self.column = 0
        if character not in "\r\n":
            row = self.rows[-1].ljust(self.column)
            self.rows[-1] = row[:self.column] + character + row[self.column + 1:]
            self.column += 1

    def text(self):
        return "\n".join(row.rstrip() for row in self.rows).rstrip("\n")


class OnATerminal:
    """A command whose standard error is a terminal, and its standard output, too, where that is wanted."""

    def __init__(self, *command, columns=80, whole=False, cwd=None):
        main, side = pty.openpty()
        settings = termios.tcgetattr(side)
        settings[1] &= ~termios.OPOST  # bytes as the program writes them
        termios.tcsetattr(side, termios.TCSANOW, settings)
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        written = []

        def read():
            while True:
                try:
                    part = os.read(main, 65536)
                except OSError:  # the other end is closed
                    return
                if not part:
                    return
                written.append(part)

        reader = threading.Thread(target=read)
        reader.start()
        done = subprocess.run([BINARY, *map(str, command)], stdout=side if whole else subprocess.PIPE, stderr=side,
                              check=False, cwd=cwd)
        os.close(side)
        reader.join()
        os.close(main)
        self.code = done.returncode
        self.output = "" if whole else done.stdout.decode()
        self.written = b"".join(written).decode()
        self.screen = Screen(columns).write(self.written)


class Validate(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="ncp-progress-")))
        originals = sorted(DOCUMENTS.glob("*summary.xml"))
        for number in range(MANY):
            shutil.copy(originals[number % len(originals)], self.folder / f"{number:02}.xml")

    def test_the_line_is_there_and_gone_at_the_end_and_the_report_is_whole(self):
        elsewhere = subprocess.run([BINARY, "validate", self.folder], capture_output=True, check=False)
        for columns in (80, 12):
            with self.subTest(columns=columns):
                seen = OnATerminal("validate", self.folder, columns=columns)
                self.assertIn(f"/{MANY} (", seen.written)
                self.assertEqual(seen.screen.text(), "")
                self.assertEqual(len(seen.screen.rows), 1)
                self.assertEqual(seen.output, elsewhere.stdout.decode())
                self.assertEqual(seen.code, elsewhere.returncode)

    def test_a_report_on_the_terminal_itself_has_no_line_in_between(self):
        seen = OnATerminal("validate", "--color", "never", self.folder, whole=True)
        self.assertNotIn("\x1b", seen.written)

    def test_nothing_is_shown_where_standard_error_is_no_terminal(self):
        done = subprocess.run([BINARY, "validate", self.folder], capture_output=True, check=False)
        self.assertEqual(done.stderr, b"")


class Import(unittest.TestCase):
    # A name that would move the cursor and is longer than a narrow terminal.
    NAME = "names\x1b[2Jof_concepts_in_a_file_whose_name_does_not_end_soon.csv"

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="ncp-progress-")))
        (self.folder / self.NAME).write_text(TERMS)

    def command(self, workbench):
        return ("terminology", "import", self.NAME, "--workbench", workbench)

    def test_the_report_stands_alone_on_the_terminal_at_the_end(self):
        plain = subprocess.run([BINARY, *self.command("plain.sqlite")], capture_output=True, text=True, check=False,
                               cwd=self.folder)
        self.assertEqual(plain.returncode, 0, plain.stderr)
        self.assertEqual(plain.stderr, "")
        for columns in (100, 24):
            with self.subTest(columns=columns):
                seen = OnATerminal(*self.command(f"{columns}.sqlite"), columns=columns, whole=True, cwd=self.folder)
                self.assertEqual(seen.code, 0)
                self.assertIn("reading 1 of 1", seen.written)
                self.assertEqual(seen.screen.text(), Screen(columns).write(plain.stdout).text())

    def test_no_line_of_progress_is_as_wide_as_the_terminal(self):
        seen = OnATerminal(*self.command("narrow.sqlite"), columns=24, cwd=self.folder)
        lines = seen.written.split("\r\x1b[K")
        self.assertIn("reading 1 of 1: names?[", lines)
        self.assertTrue(all(len(line) < 24 for line in lines), lines)
        self.assertEqual(seen.screen.text(), "")


if __name__ == "__main__":
    unittest.main()

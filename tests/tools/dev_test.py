"""The commands of ./dev as far as they can be tried without building anything."""

import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def dev(*arguments):
    return subprocess.run([ROOT / "dev", *arguments], capture_output=True, text=True, check=False)


class Dev(unittest.TestCase):
    def test_help_names_every_command_and_each_has_its_own_help(self):
        listed = dev("help").stdout
        for command in (ROOT / "tools" / "commands").iterdir():
            self.assertRegex(listed, rf"(?m)^  {command.name} +\S")
            self.assertRegex(dev(command.name, "--help").stdout, rf"(?m)^Usage: ./dev {command.name}\b")

    def test_an_unknown_command_is_wrong_usage(self):
        for name in ("nonsense", "../packages.sh", "-x"):
            outcome = dev(name)
            self.assertEqual(outcome.returncode, 64)
            self.assertIn(f"unknown command: {name}", outcome.stderr)

    def test_an_unknown_group_of_packages_is_wrong_usage(self):
        self.assertEqual(dev("install", "nonsense").returncode, 64)

    def test_each_package_stands_once_and_says_why(self):
        lines = [line for line in (ROOT / "tools" / "packages.txt").read_text().splitlines()
                 if line.strip() and not line.startswith("#")]
        names = [line.split()[0] for line in lines]
        self.assertEqual(sorted(set(names)), sorted(names))
        for line in lines:
            self.assertRegex(line, r"^\S+  +[a-z,]+  +\S")


if __name__ == "__main__":
    unittest.main()

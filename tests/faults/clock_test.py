"""Clocks that differ: a minute is tolerated either way, and what is beyond is refused by its rule."""

import glob
import json
import shutil
import sys
import unittest
from datetime import datetime, timezone
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "peers"))

import world  # noqa: E402

LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)


def shifted(seconds):
    """Surroundings in which a process's clock is off by so many seconds."""
    return {"LD_PRELOAD": LIBRARY, "FAKETIME": f"{seconds:+d}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


class ClocksThatDiffer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if reason := world.why_not():
            raise unittest.SkipTest(reason)
        if not LIBRARY or not shutil.which("faketime"):
            print("skipped: no libfaketime (Debian: faketime)")
            raise unittest.SkipTest("no libfaketime")
        told = world.run("--version", environment=shifted(0)).stderr
        if "AddressSanitizer" in told and "libfaketime" in told:
            print("skipped: no libfaketime beside the address sanitizer, whose allocator asks for the time")
            raise unittest.SkipTest("libfaketime and the address sanitizer don't go together")
        cls.world = world.World()
        cls.addClassCleanup(cls.world.close)
        cls.no, cls.pt = cls.world.both_nodes()

    def ask(self, seconds):
        """What a clinician is told whose country's clock is off."""
        return world.run("query", "--config", self.no.configuration, "--country", "PT", "--id", "900000001", "--json",
                         environment=shifted(seconds))

    def test_the_library_shifts_the_clock(self):
        before = len(self.no.audit())
        self.assertEqual(self.ask(-100).returncode, 0)
        written = datetime.fromisoformat(self.no.audit()[before]["time"].replace("Z", "+00:00"))
        self.assertAlmostEqual((datetime.now(timezone.utc) - written).total_seconds(), 100, delta=60)

    def test_a_clock_that_is_two_minutes_late_is_no_obstacle(self):
        self.assertEqual(self.ask(-120).returncode, 0)

    def test_a_clock_that_is_a_minute_early_is_no_obstacle(self):
        self.assertEqual(self.ask(55).returncode, 0)

    def refused_there(self, seconds):
        """The rule by which the other country refused, and what the clinician was told."""
        before = len(self.pt.audit())
        asked = self.ask(seconds)
        self.assertEqual(asked.returncode, 1, asked.stderr)
        ((outcome, rule),) = [(row["outcome"], row["rule"]) for row in self.pt.audit()[before:]]
        self.assertEqual(outcome, "refused")
        return rule, json.loads(asked.stdout)["outcome"]

    def test_a_clock_that_is_two_minutes_early_is_refused_by_its_rule(self):
        """The assertion's time is dated back by a minute and a minute more is allowed; the sign-in's is not."""
        self.assertEqual(self.refused_there(115), ("hcp-authn-in-future", "trust.hcp_invalid"))
        self.assertEqual(self.refused_there(150), ("hcp-not-before", "trust.hcp_invalid"))

    def test_a_clock_that_is_before_all_certificates_trusts_nobody(self):
        before = len(self.no.audit())
        asked = self.ask(-20 * 365 * 86400)
        self.assertNotEqual(asked.returncode, 0)
        self.assertEqual([row["errorId"] for row in self.no.audit()[before:]], ["trust.peer_untrusted"])


if __name__ == "__main__":
    unittest.main()

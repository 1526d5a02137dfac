"""A conformance suite for the contact point that answers (NCP-A): requests and expected answers are data in
cases/, this package sends them to any node over mutual TLS and judges what comes back. Assertions, envelopes and TLS
are those of tests/integration/ncp_peer, which shares no code with the program."""

import sys
from pathlib import Path

SUITE = Path(__file__).resolve().parents[1]
ROOT = SUITE.parents[1]
sys.path.insert(0, str(ROOT / "tests" / "integration"))

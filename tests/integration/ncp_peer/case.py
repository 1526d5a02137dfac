"""The frame of the tests: one node and one infrastructure for a module, and what every refusal must leave behind."""

import os
import shutil
import tempfile
import unittest
from pathlib import Path

from ncp_peer import messages
from ncp_peer.certificates import pki_at
from ncp_peer.node import ROOT, Node
from ncp_peer.peer import Peer

PKI_DIRECTORY = os.environ.get("NCP_INTEGRATION_PKI")  # kept from run to run when named
REFERENCE = Path(os.environ.get("NCP_REFERENCE_DIR") or ROOT.parent / "shared" / "reference")

RICH = messages.cx("900000001")
TWO_PRESCRIPTIONS = messages.cx("900000004")
NO_SUMMARY = messages.cx("900000005")


class NodeCase(unittest.TestCase):
    """Tests against one node PT. A class may give it other limits and another policy."""

    limits = None
    validation = None

    @classmethod
    def setUpClass(cls):
        cls.directory = Path(tempfile.mkdtemp(prefix="ncp-integration-"))
        cls.addClassCleanup(shutil.rmtree, cls.directory)
        cls.pki = pki_at(Path(PKI_DIRECTORY) if PKI_DIRECTORY else cls.directory / "pki")
        cls.node = Node(cls.directory / "node", cls.pki, cls.limits, cls.validation).start()
        cls.addClassCleanup(cls.node.stop)
        cls.peer = Peer(cls.pki, cls.node.ncp_port)
        cls.folder = cls.node.folder_content()

    def setUp(self):
        self.before = len(self.node.audit())

    def new_row(self):
        """The one audit row since the test began."""
        rows = self.node.audit_after(self.before)
        self.assertEqual(len(rows), 1, f"audit rows: {[(row['outcome'], row['rule']) for row in rows]}")
        return rows[0]

    def assert_refused(self, rule, error=None, outcome="refused"):
        """One audit row of a refusal by the rule, nothing else changed, and the node well."""
        row = self.new_row()
        self.assertEqual((row["outcome"], row["rule"]), (outcome, rule))
        if error:
            self.assertEqual(row["errorId"], error)
        self.assertEqual(row["documents"] if row["transaction"] != "ITI-39" else [], [])
        self.assertEqual(self.node.folder_content(), self.folder)
        self.assert_alive()
        return row

    def assert_alive(self):
        self.assertTrue(self.node.is_running())
        answer = self.peer.discover(messages.identifier("900000001"))
        self.assertEqual(messages.matches(answer.body), [("900000001", messages.PORTUGAL)])

    def assert_fault(self, answer, status, code):
        self.assertTrue(answer.is_fault)
        self.assertEqual((answer.status, answer.fault_code), (status, code))

    def assert_acknowledged(self, answer, detail, reason):
        """An ITI-55 refusal: an application error with its detail and its reason, and no patient."""
        self.assertEqual(answer.status, 200)
        self.assertEqual(messages.acknowledgement(answer.body), ("AE", detail, reason))
        self.assertEqual(messages.matches(answer.body), [])

    def assert_registry_error(self, answer, code, severity="Error"):
        """An ITI-38 or ITI-39 refusal: a failure with its error, and no document."""
        self.assertEqual(answer.status, 200)
        self.assertEqual(messages.status(answer.body), "Failure")
        self.assertEqual(messages.errors(answer.body), [(code, severity)])
        self.assertEqual(messages.entries(answer.body) + messages.documents(answer.body), [])


def reference(*parts):
    """A file of the reference data; skips the test where it is not at hand."""
    path = REFERENCE.joinpath(*parts)
    if not path.exists():
        print(f"skipped: no {'/'.join(parts)} (NCP_REFERENCE_DIR)")
        raise unittest.SkipTest("reference data absent")
    return path

"""What the tests of faults share: a node whose process a test may treat badly, and what must hold afterwards."""

import pathlib
import subprocess
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "integration"), str(TESTS / "peers")]

from ncp_peer import messages, transport  # noqa: E402
from ncp_peer.case import NodeCase  # noqa: E402
from ncp_peer.messages import identifier  # noqa: E402
from ncp_peer.node import BINARY, START_SECONDS, Node  # noqa: E402

PATIENCE = 60  # seconds until what should have come counts as missing


def until(condition, what):
    """Waits for a condition; fails when it does not come."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"did not come: {what}")
        time.sleep(0.02)


class Restartable(Node):
    """A node that starts with other surroundings: its environment, and what its process inherits."""

    def __init__(self, *arguments, environment=None, **options):
        super().__init__(*arguments, **options)
        self.environment = environment

    def start(self):
        started = time.monotonic()
        with self.log_file.open("ab") as log:
            # The interpreter ignores SIGXFSZ, and so shall the node: a write over the limit then fails with an error.
            self.process = subprocess.Popen([BINARY, "serve", "--config", str(self.configuration)],
                                            stdout=subprocess.DEVNULL, stderr=log, restore_signals=False,
                                            env=self.environment)
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() - started > START_SECONDS:
                self.stop()
                raise RuntimeError("the node did not start:\n" + self.log_file.read_text())
            time.sleep(0.02)
        return self


class FaultCase(NodeCase):
    """One node PT, killed and restarted as a test wants."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.node.stop()
        cls.node = Restartable(cls.directory / "restartable", cls.pki)
        cls.addClassCleanup(cls.node.stop)
        cls.node.start()
        cls.peer = type(cls.peer)(cls.pki, cls.node.ncp_port)
        cls.folder = cls.node.folder_content()

    def ask(self):
        return self.peer.discover(identifier("900000001"))

    def is_found(self, answer):
        return not answer.is_fault and messages.matches(answer.body) == [("900000001", messages.PORTUGAL)]

    def readiness(self):
        return transport.get(self.node.admin_port, "/health/ready")

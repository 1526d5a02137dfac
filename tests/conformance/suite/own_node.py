"""A node of this project under test: PT with the demonstration's patients, and keys that were made now."""

import shutil

from ncp_peer.certificates import pki_at
from ncp_peer.node import Node
from suite.target import Target

# One clinician of one country asks all the time here; that there are limits has tests of its own.
LIMITS = {"requests_per_minute": 100000, "clinician_requests_per_minute": 100000}


class OwnNode:
    """Starts the node, and ends it with the block."""

    def __init__(self, directory, pki_directory=None):
        self.directory = directory
        self.pki = pki_at(pki_directory or directory / "pki")
        self.node = Node(directory / "node", self.pki, LIMITS)

    def __enter__(self):
        self.node.start()
        return self

    def __exit__(self, *_):
        self.node.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def target(self):
        pki = self.pki
        credentials = {
            "client": pki.norway, "signature": pki.norway_signature,
            "other country's client": pki.sweden, "other country's signature": pki.sweden_signature,
            "expired client": pki.expired, "revoked client": pki.revoked, "server's client": pki.server_only,
            "expired signature": pki.expired_signature, "revoked signature": pki.revoked_signature,
            "unwelcome client": pki.denmark, "unwelcome signature": pki.denmark_signature,
        }
        return Target(f"https://localhost:{self.node.ncp_port}/openncp-ws-server/services", pki.tls.certificate,
                      credentials)

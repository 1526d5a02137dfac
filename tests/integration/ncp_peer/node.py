"""A real node in a process of its own, with temporary folders and free ports."""

import functools
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from ncp_peer import transport

ROOT = Path(__file__).resolve().parents[3]
BINARY = os.environ.get("NCP_BINARY", "ncp")
DOCUMENTS = ROOT / "config" / "demo" / "pt" / "documents"
START_SECONDS = 30

CONFIGURATION = """\
node:
  country: PT
  name: Node under test
  home_community_id: 2.16.17.710.820.1000.990.1
  language: pt-PT
listen:
  ncp: {{address: 127.0.0.1, port: {ncp_port}}}
  admin: {{address: 127.0.0.1, port: {admin_port}}}
tls:
  server_key: {pki.node_server.key}
  server_chain: {pki.node_server.certificate}
  client_key: {pki.node_client.key}
  client_chain: {pki.node_client.certificate}
signature:
  key: {pki.node_signature.key}
  chain: {pki.node_signature.certificate}
trust:
  tls_server_anchors: [{pki.tls.certificate}]
  tls_client_anchors: [{pki.tls.certificate}]
  signature_anchors: [{pki.signatures.certificate}]
  revocation_lists: [{pki.revocation_lists[0]}, {pki.revocation_lists[1]}]
national:
  type: folder
  path: {documents}
  demographic_search: true
  dispensations: {directory}/dispensations
store:
  file: {directory}/ncp.sqlite
log:
  level: debug
  file: "-"
limits: {limits}
{validation}data:
  policies: {root}/config/policies
  texts: {root}/config/texts
  terminology: {root}/config/terminology
  search_masks: {root}/config/searchmasks
countries: {directory}/countries.yaml
"""

COUNTRY = """\
  - code: "{code}"
    name: {{nb: {code}, nn: {code}, en: {code}}}
    home_community_id: {community}
    enabled: {enabled}
    endpoints:
      patient_discovery: https://localhost:1/openncp-ws-server/services/XCPD_Service
      query_retrieve: https://localhost:1/openncp-ws-server/services/XCA_Service
      provide: https://localhost:1/openncp-ws-server/services/XDR_Service
"""
# Denmark is known, and may not ask.
COUNTRIES = "countries:\n" + "".join(
    COUNTRY.format(code=code, community=community, enabled=enabled)
    for code, community, enabled in (("PT", "2.16.17.710.820.1000.990.1", "true"),
                                     ("NO", "2.16.578.1.12.4.5.10.1", "true"),
                                     ("SE", "1.2.752.221.3.1.1", "true"),
                                     ("DK", "1.2.208", "false")))


# One address and one clinician are everybody here, and each refusal has to have its row.
TEST_LIMITS = {"rows_per_address": 1000, "clinician_requests_per_minute": 100000, "requests_per_minute": 100000}


def free_ports(count):
    """Ports that were free a moment ago, all different."""
    holders = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [holder.getsockname()[1] for holder in holders]
    for holder in holders:
        holder.close()
    return ports


@functools.cache
def pivot_of(content):
    """What the program makes of the bytes of a clinical document; the same bytes are not made twice."""
    with tempfile.TemporaryDirectory() as folder:
        document, pivot = Path(folder) / "document.xml", Path(folder) / "pivot.xml"
        document.write_bytes(content)
        subprocess.run([BINARY, "pivot", str(document), "--out", str(pivot)], check=True, capture_output=True)
        return pivot.read_bytes()


def as_pivot(document):
    """The bytes of a clinical document as a node gives it to other countries."""
    return pivot_of(Path(document).read_bytes())


class Node:
    """Country A under test. `limits` and `validation` are values of the configuration's sections of that name."""

    def __init__(self, directory, pki, limits=None, validation=None):
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.pki = pki
        self.documents = directory / "documents"
        shutil.copytree(DOCUMENTS, self.documents)
        self.ncp_port, self.admin_port = free_ports(2)
        self.configuration = directory / "node.yaml"
        self.configuration.write_text(CONFIGURATION.format(
            pki=pki, root=ROOT, directory=directory, documents=self.documents, ncp_port=self.ncp_port,
            admin_port=self.admin_port, limits=json.dumps({**TEST_LIMITS, **(limits or {})}),
            validation=f"validation: {json.dumps(validation)}\n" if validation else ""))
        (directory / "countries.yaml").write_text(COUNTRIES)
        self.log_file = directory / "log.jsonl"
        self.process = None
        self.ready_after = None

    def start(self):
        started = time.monotonic()
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen([BINARY, "serve", "--config", str(self.configuration)],
                                            stdout=subprocess.DEVNULL, stderr=log)
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() - started > START_SECONDS:
                self.stop()
                raise RuntimeError("the node did not start:\n" + self.log_file.read_text())
            time.sleep(0.02)
        self.ready_after = time.monotonic() - started
        return self

    def is_ready(self):
        try:
            return transport.get(self.admin_port, "/health/ready")[0] == 200
        except OSError:
            return False

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def stop(self):
        """Ends the process and gives its exit code."""
        if self.is_running():
            self.terminate()
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def transformations(self):
        """The audit rows of transformations, oldest first."""
        return [row for row in self.audit_trail() if row["transaction"] == "EHDSI-94"]

    def audit(self):
        """Every audit row of a request, oldest first."""
        return [row for row in self.audit_trail() if row["transaction"] != "EHDSI-94"]

    def audit_trail(self):
        """Every audit row, oldest first."""
        listed = subprocess.run([BINARY, "audit", "list", "--config", str(self.configuration), "--json",
                                 "--limit", "100000"], capture_output=True, text=True)
        if listed.returncode != 0:
            raise RuntimeError(f"audit list: {listed.returncode} {listed.stderr}")
        return [json.loads(line) for line in listed.stdout.splitlines()]

    def audit_after(self, count, at_least=1, seconds=10):
        """The rows after the first `count`; waits until there are as many as asked for."""
        until = time.monotonic() + seconds
        while True:
            rows = self.audit()[count:]
            if len(rows) >= at_least or time.monotonic() > until:
                return rows
            time.sleep(0.05)

    def audit_holds(self):
        """Whether the chain of the audit trail is unbroken."""
        verified = subprocess.run([BINARY, "audit", "verify", "--config", str(self.configuration)], capture_output=True)
        return verified.returncode == 0

    def log(self):
        return self.log_file.read_text().splitlines()

    def metrics(self):
        return transport.get(self.admin_port, "/metrics")[1]

    def folder_content(self):
        """Each file as it leaves: clinical documents as the pivot that the program makes of them."""
        return {path.name: as_pivot(path) if path.suffix == ".xml" else path.read_bytes()
                for path in sorted(self.documents.iterdir())}

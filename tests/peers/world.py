"""Real nodes of the program under test, each with a folder, ports and a store of its own, and its commands."""

import fcntl
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("NCP_BINARY", "")
CONFIG = SOURCE / "config"
DEMO_DOCUMENTS = CONFIG / "demo" / "pt" / "documents"
PATIENT_ROOT = "2.16.17.710.820.1000.990.1"
HOME_NO = "2.16.578.1.12.4.5.10.1"
HOME_PT = "2.16.17.710.820.1000.990.1"
PATIENCE = 90  # seconds until a command that should have ended counts as hanging


# No node outlives a test program that is killed. By a program between, not by code between fork and exec: that may
# hang in a program with threads.
DIE_WITH_THE_TEST = ["setpriv", "--pdeathsig", "KILL"]


def why_not():
    """The reason why no test can run here, or nothing."""
    if not BINARY or not os.access(BINARY, os.X_OK):
        return "skipped: NCP_BINARY names no program"
    try:
        import lxml.etree  # noqa: F401
        import xmlsec  # noqa: F401
    except ImportError as missing:
        return f"skipped: {missing} (Debian: python3-lxml, python3-xmlsec)"
    return None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*arguments, timeout=PATIENCE, environment=None):
    """Runs the program; gives its exit code, standard output and standard error as text."""
    surroundings = dict(os.environ, NCP_DATA_DIR=str(CONFIG), **(environment or {}))
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=timeout,
                          env=surroundings, check=False)


def as_pivot(document):
    """The bytes of a clinical document as a node gives it to other countries."""
    with tempfile.TemporaryDirectory() as folder:
        pivot = pathlib.Path(folder) / "pivot.xml"
        made = run("pivot", document, "--out", pivot)
        assert made.returncode == 0, made.stderr
        return pivot.read_bytes()


def development_pki(folder):
    """A development PKI; kept between test programs where NCP_PEERS_PKI names a folder for it."""
    kept = os.environ.get("NCP_PEERS_PKI")
    target = pathlib.Path(kept) if kept else folder / "pki"
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(target.parent / "pki.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = [option for country in ("NO", "PT", "SE") for option in ("--country", f"{country}:localhost,127.0.0.1")]
        made = run("certs", "init-dev", "--out", target, *wanted)
        if made.returncode != 0:
            raise AssertionError(made.stderr)
    return target


class Node:
    """One node: its configuration file and, while it runs, its process."""

    def __init__(self, folder, country, pki, countries, *, limits=None, portal=False, demographics=True):
        self.folder = folder / country.lower()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.country = country
        self.port, self.admin_port = free_port(), free_port()
        self.portal_port = free_port() if portal else None
        self.log = self.folder / "node.log"
        self.configuration = self.folder / "node.yaml"
        self.process = None
        self.configuration.write_text(self._yaml(pki, countries, limits, demographics), encoding="utf-8")

    def _yaml(self, pki, countries, limits, demographics):
        own = pki / self.country.lower()
        home, language = {"NO": (HOME_NO, "nb-NO"), "PT": (HOME_PT, "pt-PT")}[self.country]
        document = {
            "node": {"country": self.country, "name": f"Test node {self.country}", "home_community_id": home,
                     "language": language},
            "listen": {"ncp": {"address": "127.0.0.1", "port": self.port},
                       "admin": {"address": "127.0.0.1", "port": self.admin_port}},
            "tls": {"server_key": f"{own}/tls-server.key", "server_chain": f"{own}/tls-server.pem",
                    "client_key": f"{own}/tls-client.key", "client_chain": f"{own}/tls-client.pem"},
            "signature": {"key": f"{own}/signature.key", "chain": f"{own}/signature.pem"},
            "trust": {"tls_server_anchors": [f"{pki}/ca/tls.pem"], "tls_client_anchors": [f"{pki}/ca/tls.pem"],
                      "signature_anchors": [f"{pki}/ca/signature.pem"],
                      "revocation_lists": [f"{pki}/ca/tls.crl", f"{pki}/ca/signature.crl"]},
            "store": {"file": str(self.folder / "ncp.sqlite")},
            "portal": {"enabled": self.portal_port is not None,
                       "identities": str(CONFIG / "demo" / "identities.yaml"), "languages": ["nb", "nn", "en"]},
            "log": {"level": "info", "file": "-"},
            "countries": str(countries),
        }
        if limits:
            document["limits"] = limits
        if self.portal_port:
            document["listen"]["portal"] = {"address": "127.0.0.1", "port": self.portal_port}
        if self.country == "PT":
            document["national"] = {"type": "folder", "path": str(DEMO_DOCUMENTS),
                                    "dispensations": str(self.folder / "dispensations"),
                                    "demographic_search": demographics, "rescan_seconds": 2, "cache_mib": 16}
        return json.dumps(document, indent=1)  # JSON is YAML

    def start(self):
        with open(self.log, "ab") as log:
            command = [*DIE_WITH_THE_TEST, BINARY, "serve", "--config", str(self.configuration)]
            self.process = subprocess.Popen(command, stdout=log, stderr=log,
                                            env=dict(os.environ, NCP_DATA_DIR=str(CONFIG)))
        self.wait_until_ready()
        return self

    def wait_until_ready(self):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise AssertionError(f"node {self.country} ended: {self.log.read_text()[-2000:]}")
            if self.ready():
                return
            time.sleep(0.02)
        raise AssertionError(f"node {self.country} is not ready: {self.log.read_text()[-2000:]}")

    def ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.admin_port}/health/ready", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)

    def audit(self, *filters):
        """The node's audit rows of requests, oldest first: without those of transformations."""
        listed = run("audit", "list", "--config", self.configuration, "--json", "--limit", "100000", *filters)
        if listed.returncode != 0:
            raise AssertionError(listed.stderr)
        rows = [json.loads(line) for line in listed.stdout.splitlines() if line]
        return [row for row in rows if row["transaction"] != "EHDSI-94"]

    def audit_is_whole(self):
        return run("audit", "verify", "--config", self.configuration)

    def log_lines(self):
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def query(self, patient, *options, country="PT", timeout=PATIENCE):
        return run("query", "--config", self.configuration, "--country", country, "--id", patient, *options,
                   timeout=timeout)


class World:
    """A temporary folder with a PKI and a countries file; `endpoints` says which port a country answers on."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ncp-peers-"))
        self.pki = development_pki(self.folder)
        self.nodes = []

    def countries(self, endpoints):
        """Writes the countries file. `endpoints`: country code to (home community id, port or None)."""
        entries = []
        for code, (home, port) in endpoints.items():
            base = f"https://localhost:{port}/openncp-ws-server/services"
            entry = {"code": code, "name": {"nb": code, "nn": code, "en": code}, "home_community_id": home,
                     "enabled": port is not None}
            if port is not None:
                entry["endpoints"] = {"patient_discovery": f"{base}/XCPD_Service",
                                      "query_retrieve": f"{base}/XCA_Service", "provide": f"{base}/XDR_Service"}
                entry["search_mask"] = str(CONFIG / "searchmasks" / "InternationalSearch_PT.xml")
            entries.append(entry)
        file = self.folder / "countries.yaml"
        file.write_text(json.dumps({"countries": entries}), encoding="utf-8")
        return file

    def node(self, country, countries=None, name=None, **options):
        folder = self.folder / name if name else self.folder
        made = Node(folder, country, self.pki, countries or self.folder / "countries.yaml", **options)
        self.nodes.append(made)
        return made

    def both_nodes(self, **no_options):
        """NO with a portal and PT with the demonstration's patients, both running, each knowing the other."""
        no, pt = self.node("NO", portal=True, **no_options), self.node("PT")
        self.countries({"NO": (HOME_NO, no.port), "PT": (HOME_PT, pt.port)})
        pt.start()
        no.start()
        return no, pt

    def close(self):
        for node in self.nodes:
            node.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

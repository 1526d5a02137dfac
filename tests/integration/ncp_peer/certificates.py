"""A public key infrastructure of the tests' own, made with the openssl command."""

import fcntl
import shutil
import subprocess
import time
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

REUSED_SECONDS = 12 * 3600  # well before "not yet valid" becomes valid

CONFIGURATION = """\
[ca]
default_ca = authority
[authority]
database = {directory}/index.txt
new_certs_dir = {directory}/issued
certificate = {directory}/authority.pem
private_key = {directory}/authority.key
default_md = sha256
default_crl_days = 30
rand_serial = yes
unique_subject = no
policy = anything
email_in_dn = no
[anything]
countryName = optional
organizationName = optional
commonName = optional
[req]
distinguished_name = req_dn
[req_dn]
[of_authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost,IP:127.0.0.1
[client]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
[signature]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
"""


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr}")
    return done.stdout


def days_from_now(days):
    return (datetime.now(timezone.utc) + timedelta(days=days)).strftime("%Y%m%d%H%M%SZ")


def make_key(path):
    if not path.exists():
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", path)
    return path


@dataclass(frozen=True)
class Credential:
    """PEM files: a private key and its certificate."""

    key: Path
    certificate: Path


class Authority:
    """An authority with a folder of its own, which also holds what it issued."""

    def __init__(self, directory, name):
        self.directory = directory
        self.configuration = directory / "openssl.cnf"
        self.certificate = directory / "authority.pem"
        if self.certificate.exists():
            return
        (directory / "issued").mkdir(parents=True)
        (directory / "index.txt").write_text("")
        self.configuration.write_text(CONFIGURATION.format(directory=directory))
        make_key(directory / "authority.key")
        openssl("req", "-x509", "-new", "-key", directory / "authority.key", "-config", self.configuration,
                "-extensions", "of_authority", "-subj", f"/O=Invented authority/CN={name}", "-days", "30",
                "-out", self.certificate)

    def issue(self, name, country, usage, key, start=-1, end=20):
        """A certificate for a key; start and end count in days from now."""
        request = self.directory / f"{name}.csr"
        certificate = self.directory / f"{name}.pem"
        if certificate.exists():
            return Credential(key, certificate)
        openssl("req", "-new", "-key", key, "-config", self.configuration,
                "-subj", f"/C={country}/O=Invented contact point/CN={name}", "-out", request)
        openssl("ca", "-batch", "-config", self.configuration, "-notext", "-in", request, "-out", certificate,
                "-extensions", usage, "-startdate", days_from_now(start), "-enddate", days_from_now(end))
        return Credential(key, certificate)

    def revocation_list(self, *revoked):
        path = self.directory / "authority.crl"
        if not path.exists():
            for credential in revoked:
                openssl("ca", "-config", self.configuration, "-revoke", credential.certificate)
            openssl("ca", "-config", self.configuration, "-gencrl", "-out", path)
        return path


class Pki:
    """The node PT, its peers Norway and Sweden, Denmark which may not ask, Finland of which it knows nothing, and
    those that it must not believe."""

    def __init__(self, directory):
        self.tls = Authority(directory / "tls", "TLS authority of the tests")
        self.signatures = Authority(directory / "signature", "Signature authority of the tests")
        strangers = Authority(directory / "stranger", "Authority that nobody trusts")
        node, peer, other = (make_key(directory / f"{name}.key") for name in ("node", "peer", "other"))

        self.node_server = self.tls.issue("node-server", "PT", "server", node)
        self.node_client = self.tls.issue("node-client", "PT", "client", node)
        self.node_signature = self.signatures.issue("node-signature", "PT", "signature", node)

        self.norway = self.tls.issue("norway", "NO", "client", peer)
        self.norway_signature = self.signatures.issue("norway-signature", "NO", "signature", peer)
        self.sweden = self.tls.issue("sweden", "SE", "client", other)
        self.sweden_signature = self.signatures.issue("sweden-signature", "SE", "signature", other)
        self.denmark = self.tls.issue("denmark", "DK", "client", other)
        self.denmark_signature = self.signatures.issue("denmark-signature", "DK", "signature", other)
        self.finland = self.tls.issue("finland", "FI", "client", other)
        self.finland_signature = self.signatures.issue("finland-signature", "FI", "signature", other)

        self.expired = self.tls.issue("expired", "NO", "client", peer, start=-10, end=-1)
        self.not_yet_valid = self.tls.issue("not-yet-valid", "NO", "client", peer, start=2)
        self.server_only = self.tls.issue("server-only", "NO", "server", peer)
        self.revoked = self.tls.issue("revoked", "NO", "client", peer)
        self.stranger = strangers.issue("stranger", "NO", "client", other)

        self.expired_signature = self.signatures.issue("expired-signature", "NO", "signature", peer, -10, -1)
        self.revoked_signature = self.signatures.issue("revoked-signature", "NO", "signature", peer)
        self.stranger_signature = strangers.issue("stranger-signature", "NO", "signature", other)

        self.revocation_lists = [self.tls.revocation_list(self.revoked),
                                 self.signatures.revocation_list(self.revoked_signature)]


def pki_at(directory):
    """The infrastructure in a folder: that which stands there when it is whole and fresh, else a new one."""
    directory.mkdir(parents=True, exist_ok=True)
    whole = directory / "whole"
    with (directory / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists() or time.time() - whole.stat().st_mtime > REUSED_SECONDS:
            shutil.rmtree(directory / "made", ignore_errors=True)
            (directory / "made").mkdir()
            Pki(directory / "made")
            whole.touch()
        return Pki(directory / "made")

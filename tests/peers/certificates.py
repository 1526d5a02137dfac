"""Certificates that no country should show, made with the openssl command."""

import subprocess

SETTINGS = """[ca]
default_ca = authority
[authority]
database = {folder}/index
serial = {folder}/serial
new_certs_dir = {folder}
default_md = sha256
policy = anything
unique_subject = no
copy_extensions = none
email_in_dn = no
[anything]
countryName = optional
organizationName = optional
commonName = supplied
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = {usage}
subjectAltName = DNS:{host}
"""


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def stranger_authority(folder):
    """Key and certificate of an authority that nobody trusts."""
    key, certificate = folder / "stranger-ca.key", folder / "stranger-ca.pem"
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "10",
            "-subj", "/C=PT/O=stranger/CN=Stranger CA", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    return key, certificate


def server_credential(folder, name, authority, *, country="PT", host="localhost", usage="serverAuth",
                      start="20250101000000Z", end="20490101000000Z"):
    """A TLS certificate (file with certificate, file with key) of a country by the authority (key, certificate)."""
    place = folder / name
    place.mkdir()
    (place / "index").touch()
    (place / "serial").write_text(f"{abs(hash(name)) % 2**40 + 2**40:012X}\n", encoding="ascii")
    settings = place / "openssl.cnf"
    settings.write_text(SETTINGS.format(folder=place, host=host, usage=usage), encoding="ascii")
    key, request, certificate = place / "server.key", place / "server.csr", place / "server.pem"
    openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj",
            f"/C={country}/O=ncp development/CN={host}")
    openssl("ca", "-batch", "-config", settings, "-extensions", "server", "-keyfile", authority[0], "-cert",
            authority[1], "-in", request, "-out", certificate, "-notext", "-startdate", start, "-enddate", end)
    return certificate, key

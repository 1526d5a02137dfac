"""An authoritative name server (NSD) on a free port, with the names of participants in an SML."""

import base64
import hashlib
import shutil
import socket
import subprocess
import time

ZONE = "sml.example"
SCHEME = "ehealth-participantid-qns"
START_SECONDS = 20

CONFIGURATION = """\
server:
    ip-address: 127.0.0.1@{port}
    username: ""
    zonesdir: "{directory}"
    database: ""
    pidfile: "{directory}/nsd.pid"
    xfrdfile: "{directory}/xfrd.state"
    zonelistfile: "{directory}/zone.list"
    xfrdir: "{directory}"
    logfile: "{directory}/nsd.log"
    server-count: 1
remote-control:
    control-enable: no
zone:
    name: "{zone}"
    zonefile: "zone"
"""

HEAD = """\
$ORIGIN {zone}.
$TTL 60
@ IN SOA ns hostmaster 1 3600 600 86400 60
@ IN NS ns
ns IN A 127.0.0.1
"""


def program():
    """Where NSD is, or nothing."""
    return shutil.which("nsd", path="/usr/sbin:/usr/bin:/sbin")


def participant(country):
    return f"urn:ehealth:{country.lower()}:ncp-idp"


def label(country):
    digest = hashlib.sha256(participant(country).encode()).digest()
    return base64.b32encode(digest).decode().rstrip("=")


def naptr(country, url, flags="U", service="Meta:SMP", order=10, preference=10):
    """A line of the zone: where the country's SMP is."""
    return (f'{label(country)}.{SCHEME} IN NAPTR {order} {preference} "{flags}" "{service}" '
            f'"!^.*$!{url}!" .\n')


class NameServer:
    def __init__(self, directory, port, lines):
        directory.mkdir(parents=True)
        (directory / "zone").write_text(HEAD.format(zone=ZONE) + "".join(lines))
        self.configuration = directory / "nsd.conf"
        self.configuration.write_text(CONFIGURATION.format(directory=directory, port=port, zone=ZONE))
        self.port = port
        self.process = None

    def start(self):
        self.process = subprocess.Popen([program(), "-d", "-c", str(self.configuration)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError("the name server did not start")
            time.sleep(0.02)
        return self

    def answers(self):
        """Whether it takes connections (NSD listens for UDP and TCP at once)."""
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

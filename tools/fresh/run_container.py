"""Builds the Dockerfile in roots below a place and runs docker-compose.yml's services there.

Usage: run_container.py BASE PLACE     (PLACE/context holds the clone; called by ./dev fresh --container)

Succeeds when the nodes become healthy, run without any privilege, cannot write outside their volumes, exchange a
patient summary, and end with 0 when they are asked to stop.
"""

import sys
from pathlib import Path

import dockerfile
import services

FAULTS = []


def check(what, holds):
    print(f"{'ok' if holds else 'FAILED'}: {what}", flush=True)
    if not holds:
        FAULTS.append(what)
    return holds


def check_privileges(service):
    status = service.status()
    check(f"{service.name}: does not run as root", "0" not in status["Uid"])
    check(f"{service.name}: has no capabilities", int(status["CapEff"][0], 16) == int(status["CapBnd"][0], 16) == 0)
    check(f"{service.name}: can get no new privileges", status["NoNewPrivs"] == ["1"])
    for place in ("/", "/opt/ncp/share/ncp", "/var/lib/ncp/pki"):
        wrote = service.run(["/bin/sh", "-c", f"touch {place}/probe"], capture_output=True).returncode == 0
        check(f"{service.name}: cannot write in {place}", not wrote)


def check_exchange(service):
    query = ["query", "--config", service.command[-1], "--country", "PT", "--id", "900000001", "--document", "ps"]
    outcome = service.run(service.image.entrypoint + query, capture_output=True, text=True)
    if not check(f"{service.name}: reads a summary from PT", outcome.returncode == 0 and len(outcome.stdout) > 500):
        print(outcome.stdout[-1000:], outcome.stderr[-1000:], sep="\n")


def run(started):
    for service in started:
        if not service.depends_on:
            service.start()
            check(f"{service.name}: ends with 0", service.process.wait(120) == 0)
        else:
            service.start()
            if check(f"{service.name}: is healthy", service.healthy()):
                check_privileges(service)
    nodes = {service.name: service for service in started}
    if not FAULTS:
        check_exchange(nodes["no"])


def main(base, place):
    context = place / "context"
    compose_file = context / "docker-compose.yml"
    dockerfile.drop_ignored(context)
    image = dockerfile.Builder(base, context, place).build(context / "Dockerfile")
    volumes = place / "volumes"
    volumes.mkdir()
    started = services.read_services(compose_file, image, volumes)
    try:
        run(started)
    finally:
        for service in reversed(started):
            if service.depends_on and service.process:
                check(f"{service.name}: ends with 0 when asked to stop", service.stop() == 0)
    for service in started:
        if FAULTS and service.log.exists():
            print(f"== log of {service.name}", service.log.read_text(errors="replace")[-3000:], sep="\n")
    return 1 if FAULTS else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))

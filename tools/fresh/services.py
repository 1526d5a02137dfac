"""Runs the services of a docker-compose.yml in roots that dockerfile.py built, under the same restrictions: not
root, no capabilities, a read-only root file system, named volumes. Refuses settings that it doesn't know."""

import dataclasses
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import yaml

from dockerfile import UnknownForm, enter

NEEDED = {"network_mode": "host", "read_only": True, "cap_drop": ["ALL"],
          "security_opt": ["no-new-privileges:true"], "tmpfs": ["/tmp"]}
WITHOUT_EFFECT_HERE = {"image", "build", "stop_grace_period", "restart"}
KNOWN = {"command", "environment", "volumes", "depends_on", "healthcheck"}
STOP_SECONDS = 30


class Service:
    """One service: its processes see the image's root read-only, their volumes, and an own /tmp."""

    def __init__(self, name, settings, image, volumes):
        unknown = set(settings) - set(NEEDED) - WITHOUT_EFFECT_HERE - KNOWN
        if unknown:
            raise UnknownForm(f"service {name}: {', '.join(sorted(unknown))}")
        for key, value in NEEDED.items():
            if settings.get(key) != value:
                raise UnknownForm(f"service {name}: {key} must be {value}")
        self.name = name
        self.command = settings["command"]
        self.depends_on = settings.get("depends_on", {})
        self.image = dataclasses.replace(
            image, environment={**image.environment, **settings.get("environment", {})})
        self.options = ["--read-only", "--tmpfs", "/tmp"]
        for volume in settings.get("volumes", []):
            source, target, *mode = volume.split(":")
            self.options += ["--mount", ":".join([str(volume_directory(volumes, source, target, image)),
                                                  target, *mode])]
        self.log = volumes.parent / f"{name}.log"
        self.process = None

    def run(self, command, **options):
        """Runs a program beside the service, as `docker compose exec` does."""
        return subprocess.run(enter(self.image, command, self.options), stdin=subprocess.DEVNULL, check=False,
                              **options)

    def start(self):
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                enter(self.image, self.image.entrypoint + self.command, self.options),
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)

    def healthy(self, seconds=20):
        """Whether the image's health check succeeds within this time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.run(self.image.health_check, capture_output=True).returncode == 0:
                return True
            time.sleep(0.2)
        return False

    def main_process(self):
        """The number of the service's own process: the child of the one that made its mounts."""
        number = self.process.pid
        return int(Path(f"/proc/{number}/task/{number}/children").read_text().split()[0])

    def status(self):
        """/proc/PID/status of the service's process."""
        lines = Path(f"/proc/{self.main_process()}/status").read_text().splitlines()
        return {name: value.split() for name, _, value in (line.partition(":") for line in lines)}

    def stop(self):
        """Asks it to stop; its exit code, or None when it did not within the time."""
        if self.process.poll() is None:
            os.kill(self.main_process(), signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None


def volume_directory(volumes, name, target, image):
    """The directory of a named volume; a new one gets what the image has at that place."""
    directory = volumes / name
    if not directory.exists():
        shutil.copytree(image.root / target.lstrip("/"), directory)
        owner = (image.root / target.lstrip("/")).stat()
        shutil.chown(directory, owner.st_uid, owner.st_gid)
        directory.chmod(owner.st_mode & 0o7777)
    return directory


def read_services(file, image, volumes):
    """The services of a compose file, those first on which others depend."""
    settings = yaml.safe_load(file.read_text())["services"]
    ordered = sorted(settings, key=lambda name: len(settings[name].get("depends_on", {})))
    return [Service(name, settings[name], image, volumes) for name in ordered]

"""Carries out a Dockerfile's steps in directories, for a machine without a container engine. It knows the
instructions and forms that this project uses, and refuses others."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ENTER_ROOT = Path(__file__).resolve().parent / "enter_root"
VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


@dataclass
class Instruction:
    """One instruction: its name in capitals, its flags (--from=build) and the rest of it."""

    line: int
    name: str
    flags: dict
    value: str


@dataclass
class Image:
    """A stage's file system, and how a container of it runs."""

    root: Path
    environment: dict = field(default_factory=dict)
    directory: str = "/"
    user: str = "0:0"
    entrypoint: list = field(default_factory=list)
    command: list = field(default_factory=list)
    health_check: list = field(default_factory=list)


class UnknownForm(Exception):
    """The file uses what is not known here."""


def parse(text):
    """The instructions of a Dockerfile, lines that end with a backslash joined, comments left out."""
    instructions, pending, start = [], "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#") or (not pending and not line.strip()):
            continue
        start = start if pending else number
        pending += line
        if pending.endswith("\\"):
            pending = pending[:-1]
            continue
        name, _, rest = pending.strip().partition(" ")
        flags = {}
        while match := re.match(r"--([a-z-]+)=(\S+)\s*", rest):
            flags[match[1]] = match[2]
            rest = rest[match.end():]
        instructions.append(Instruction(start, name.upper(), flags, rest.strip()))
        pending = ""
    return instructions


def enter(image, command, options=()):
    """The command line that runs `command` in the image's root with its environment, directory and user."""
    line = [str(ENTER_ROOT), "--directory", image.directory, *options]
    for name, value in image.environment.items():
        line += ["--env", f"{name}={value}"]
    if image.user != "0:0":
        line += ["--user", image.user]
    return [*line, str(image.root), *command]


class Builder:
    """Builds the stages of one Dockerfile, each in a copy of `base`, below `place`."""

    def __init__(self, base, context, place):
        self.base, self.context, self.place = Path(base), Path(context), Path(place)
        self.stages = {}
        self.image = None

    def build(self, dockerfile):
        """Carries the file out; returns the last stage."""
        for instruction in parse(dockerfile.read_text()):
            print(f"{dockerfile.name}:{instruction.line}: {instruction.name} {instruction.value[:90]}", flush=True)
            step = getattr(self, f"step_{instruction.name.lower()}", None)
            if step is None:
                raise UnknownForm(f"line {instruction.line}: {instruction.name}")
            step(instruction)
        return self.image

    def expanded(self, value):
        return VARIABLE.sub(lambda match: self.image.environment.get(match[1] or match[2], ""), value)

    def step_from(self, instruction):
        source, _, name = instruction.value.partition(" AS ")
        if source != "debian:12-slim":
            raise UnknownForm(f"line {instruction.line}: only debian:12-slim is at hand, not {source}")
        root = self.place / f"stage-{len(self.stages)}"
        subprocess.run(["cp", "-a", "--reflink=auto", self.base, root], check=True)
        self.image = Image(root)
        self.stages[name.strip() or str(len(self.stages))] = self.image

    def step_run(self, instruction):
        subprocess.run(enter(self.image, ["/bin/sh", "-c", instruction.value]), check=True,
                       stdin=subprocess.DEVNULL)

    def step_copy(self, instruction):
        if set(instruction.flags) - {"from"}:
            raise UnknownForm(f"line {instruction.line}: flags of COPY")
        source_root = self.stages[instruction.flags["from"]].root if instruction.flags else self.context
        *sources, target = self.expanded(instruction.value).split()
        into_directory = target.endswith("/") or target in (".", "/") or len(sources) > 1
        target = self.image.root / str(Path(self.image.directory) / target).lstrip("/")
        for source in sources:
            source = source_root / source.lstrip("/")
            if source.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                subprocess.run(["cp", "-a", "--no-preserve=ownership", f"{source}/.", target], check=True)
            else:
                place = target / source.name if into_directory else target
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, place)

    def step_workdir(self, instruction):
        self.image.directory = str(Path(self.image.directory) / self.expanded(instruction.value))
        (self.image.root / self.image.directory.lstrip("/")).mkdir(parents=True, exist_ok=True)

    def step_env(self, instruction):
        for name, quoted, plain in re.findall(r'(\w+)=(?:"([^"]*)"|(\S+))', instruction.value):
            self.image.environment[name] = self.expanded(quoted or plain)

    def step_user(self, instruction):
        if not re.fullmatch(r"\d+:\d+", instruction.value):
            raise UnknownForm(f"line {instruction.line}: USER takes numbers, as in 10001:10001")
        self.image.user = instruction.value

    def step_volume(self, instruction):
        """The place stays read-only here: only the volumes that docker-compose.yml names can be written."""

    def step_entrypoint(self, instruction):
        self.image.entrypoint = json.loads(instruction.value)

    def step_cmd(self, instruction):
        self.image.command = json.loads(instruction.value)

    def step_healthcheck(self, instruction):
        self.image.health_check = json.loads(instruction.value.removeprefix("CMD").strip())

    def step_label(self, instruction):
        """Says nothing about how a container runs."""

    def step_stopsignal(self, instruction):
        if instruction.value != "SIGTERM":
            raise UnknownForm(f"line {instruction.line}: only SIGTERM")


def drop_ignored(context):
    """Removes from the build's context what .dockerignore names."""
    for pattern in (context / ".dockerignore").read_text().split():
        if pattern.startswith(("!", "#")) or "*" in pattern:
            raise UnknownForm(f".dockerignore: {pattern}")
        path = context / pattern
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

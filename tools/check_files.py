"""Checks what the tracked files hold: Python that parses, links that lead somewhere, no private key, no path
of somebody's machine. Prints each fault as file:line: message, and ends with 1 when there is one.

Usage: check_files.py [REPOSITORY]     (default: the one that this file is in)
"""

import ast
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

PRIVATE_KEY = re.compile(rb"^-----BEGIN [A-Z ]*PRIVATE KEY-----\r?$", re.MULTILINE)
HOME = re.compile(rb"/(?:home|Users)/[A-Za-z0-9._-]+/")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
INLINE_CODE = re.compile(r"`[^`\n]*`")


def tracked_files(root):
    listed = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=root, check=True, capture_output=True).stdout
    return [root / name for name in listed.decode().split("\0") if name and (root / name).is_file()]


def line_of(content, position):
    return content[:position].count(b"\n" if isinstance(content, bytes) else "\n") + 1


def key_faults(content):
    for match in PRIVATE_KEY.finditer(content):
        yield line_of(content, match.start()), "a private key"


def path_faults(root, content):
    patterns = [HOME]
    if len(root.parts) > 2:
        patterns.append(re.compile(re.escape(str(root).encode()) + rb"\b"))
    for pattern in patterns:
        for match in pattern.finditer(content):
            yield line_of(content, match.start()), f"a path of somebody's machine: {match.group().decode()}"


def python_faults(content):
    try:
        ast.parse(content)
    except SyntaxError as error:
        yield error.lineno or 0, f"Python: {error.msg}"


def blanked(match):
    return re.sub(r"[^\n]", " ", match.group())


def link_faults(file, content):
    text = INLINE_CODE.sub(blanked, FENCE.sub(blanked, content.decode("utf-8", "replace")))
    for match in LINK.finditer(text):
        target = unquote(match.group(1)).split("#")[0]
        if not target or re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        if not (file.parent / target).exists():
            yield line_of(text, match.start()), f"a link that leads nowhere: {target}"


def faults(root, file):
    content = file.read_bytes()
    yield from key_faults(content)
    if b"\0" not in content:
        yield from path_faults(root, content)
    if file.suffix == ".py" or re.match(rb"#!.*\bpython3?\b", content):
        yield from python_faults(content)
    if file.suffix == ".md":
        yield from link_faults(file, content)


def main(root):
    found = 0
    for file in tracked_files(root):
        for line, message in faults(root, file):
            print(f"{file.relative_to(root)}:{line}: {message}")
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()))

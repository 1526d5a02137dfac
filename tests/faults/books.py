"""What tests of dispensations through faults share: prescriptions of many packages, country A's book of what was
handed out, and somebody who kills nodes."""

import json
import random
import re
import sys
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "integration"), str(TESTS / "peers"), str(TESTS / "conformance")]

import world  # noqa: E402

SUPPLIED = r'(<supply\b[^>]*>(?:(?!</supply>).)*?<quantity value=")\d+'
MODEL = "anticoagulant-prescription.xml"
# A few counters do the work of many pharmacies here; that there are limits has tests of its own.
LIMITS = {"requests_per_minute": 100000, "clinician_requests_per_minute": 100000}


@dataclass(frozen=True)
class Prescription:
    """One prescription of a patient of its own."""

    patient: str
    document: str
    number: str
    packages: int
    file: Path


def write_prescriptions(folder, count, packages):
    """A folder of documents with prescriptions of one item and so many packages each."""
    folder.mkdir()
    model = (world.DEMO_DOCUMENTS / MODEL).read_text(encoding="utf-8")
    made = []
    for n in range(count):
        one = Prescription(f"91{n:07}", f"PT-EP-{20000 + n}.1", f"2001{n:015}", packages,
                           folder / f"prescription-{n}.xml")
        text = model.replace("900000004", one.patient).replace("PT-EP-1002", one.document.removesuffix(".1"))
        text = text.replace("1001000000000000002", one.number)
        text = re.sub(SUPPLIED, rf"\g<1>{packages}", text, flags=re.S)
        one.file.write_text(text, encoding="utf-8")
        made.append(one)
    return made


@dataclass
class Report:
    """What country A's book holds of one document."""

    prescription: str
    packages: int
    taken_back: bool = False


def book_of(folder):
    """Country A's book by document id, read from its files; a file that is not whole is a failure."""
    reports, discards = {}, set()
    for path in sorted(folder.iterdir()) if folder.exists() else ():
        if path.suffix not in (".dispensation", ".discard"):
            continue
        head = path.read_bytes().split(b"\n\n", 1)[0].decode()
        lines = [line.split(": ", 1) for line in head.splitlines()[1:]]
        fields = dict(lines)
        if path.suffix == ".discard":
            discards.add(fields["document"])
            continue
        packages = sum(int(value.split()[0]) for name, value in lines if name == "item")
        if fields["document"] in reports:
            raise AssertionError("two files about one document")
        reports[fields["document"]] = Report(fields["prescription"], packages)
    for document in discards:
        reports[document].taken_back = True
    return reports


class Dispensary(world.Node):
    """A node with the portal's counter, or country A with a folder of its own and its book; no limits of rate."""

    def __init__(self, *arguments, documents=None, **options):
        self.documents = documents
        super().__init__(*arguments, **options)

    @property
    def book(self):
        return self.folder / "dispensations"

    def _yaml(self, *arguments):
        document = json.loads(super()._yaml(*arguments))
        if self.documents:
            document["national"] |= {"path": str(self.documents), "dispensations": str(self.book)}
        return json.dumps(document)


def work_among_killings(threads, nodes, seed, pause=(0.5, 2.0)):
    """Runs the threads, and until the last has ended kills one of the nodes now and then, without warning, and starts
    it again. Gives how many died. In the calling thread: a node dies with the thread that started it."""
    chance = random.Random(seed)
    kills = 0
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(chance.uniform(*pause))
            if thread.is_alive():
                victim = chance.choice(nodes)
                victim.kill()
                victim.start()
                kills += 1
    return kills

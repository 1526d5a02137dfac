"""Judges how a contact point answers other countries: runs the cases of tests/conformance/cases against a node."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from suite import ROOT, SUITE  # noqa: E402

import yaml  # noqa: E402

from suite import cases, reports, target  # noqa: E402
from suite.forms import REFERENCE, Forms  # noqa: E402
from suite.own_node import OwnNode  # noqa: E402
from suite.runner import FAILED, Runner  # noqa: E402

CONFORMS, DEVIATES, USAGE = 0, 1, 64


def arguments():
    parser = argparse.ArgumentParser(prog="./dev conformance", description=__doc__)
    parser.add_argument("--node", metavar="URL", help="address of the services of another node, such as "
                        "https://ncp.example:8443/openncp-ws-server/services; without it a node of this project "
                        "is started with the demonstration's patients")
    parser.add_argument("--server-ca", type=Path, help="authorities (PEM) of the node's TLS certificate")
    parser.add_argument("--client-key", type=Path, help="our TLS client key (PEM)")
    parser.add_argument("--client-chain", type=Path, help="its certificate, intermediates after it (PEM)")
    parser.add_argument("--signature-key", type=Path, help="key that signs our assertions (PEM)")
    parser.add_argument("--signature-certificate", type=Path, help="its certificate (PEM)")
    parser.add_argument("--home-community-id", help="of the node, without urn:oid:")
    parser.add_argument("--own-home-community-id", help="ours")
    parser.add_argument("--own-country", help="ours, as the certificates say it")
    parser.add_argument("--patient", action="append", default=[], metavar="[ROLE=]ID^^^&ROOT&ISO",
                        help="a patient of the node; roles are those of parameters/demonstration.yaml (default: "
                        "summary)")
    parser.add_argument("--parameters", type=Path, help="a file like parameters/demonstration.yaml")
    parser.add_argument("--no-host-check", action="store_true", help="the server's name need not be in its certificate")
    parser.add_argument("--pace", type=float, default=0, metavar="SECONDS", help="between two requests (default: 0); a "
                        "node may limit how many a clinician makes")
    parser.add_argument("--only", default="", metavar="TEXT", help="cases whose name or transaction holds the text")
    parser.add_argument("--profile", choices=("protocol", "security", "tolerance", "reference"),
                        help="cases of one kind only")
    parser.add_argument("--list", action="store_true", help="names the cases and ends")
    parser.add_argument("--json", type=Path, metavar="FILE", help="results as JSON; - for standard output")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="results as JUnit XML")
    return parser.parse_args()


def patient(text):
    role, value = text.split("=", 1) if "=" in text.split("^")[0] else ("summary", text)
    parts = value.split("^")
    root = parts[3].split("&")[1] if len(parts) > 3 and "&" in parts[3] else ""
    if not root:
        raise SystemExit(f"--patient {role}: the form is ID^^^&ROOT&ISO")
    return role, {"id": parts[0], "root": root}


def parameters_of(options):
    """What the cases are filled with: the file's, and the options over it."""
    file = options.parameters or (None if options.node else SUITE / "parameters" / "demonstration.yaml")
    given = yaml.safe_load(file.read_text(encoding="utf-8")) if file else {}
    node, own = given.setdefault("node", {}), given.setdefault("own", {})
    for holder, key, value in ((node, "home_community_id", options.home_community_id),
                               (own, "home_community_id", options.own_home_community_id),
                               (own, "country", options.own_country)):
        if value:
            holder[key] = value
    given.setdefault("another_community", "2.999.1")
    given.update(yaml.safe_load((SUITE / "vocabulary.yaml").read_text(encoding="utf-8")))
    patients = given.setdefault("patients", {})
    patients.update(patient(text) for text in options.patient)
    for one in patients.values():
        one["cx"] = f"{one['id']}^^^&{one['root']}&ISO"
    return given


def target_of(options, given, directory):
    needed = {"--server-ca": options.server_ca, "--client-key": options.client_key,
              "--client-chain": options.client_chain, "--signature-key": options.signature_key,
              "--signature-certificate": options.signature_certificate,
              "--home-community-id": given["node"].get("home_community_id"),
              "--own-home-community-id": given["own"].get("home_community_id"),
              "--own-country": given["own"].get("country")}
    if missing := [name for name, value in needed.items() if not value]:
        print(f"conformance: with --node also: {', '.join(missing)}", file=sys.stderr)
        raise SystemExit(USAGE)
    credentials = {name: target.credential(one["key"], one["certificate"])
                   for name, one in given.get("credentials", {}).items()}
    credentials["client"] = target.credential(options.client_key, options.client_chain)
    credentials["signature"] = target.credential(options.signature_key, options.signature_certificate)
    return target.Target(options.node, options.server_ca, credentials, not options.no_host_check,
                         pace=options.pace)


def chosen_cases(options):
    return [case for case in cases.load(SUITE / "cases")
            if (options.only in case.name or options.only == case.transaction)
            and options.profile in (None, case.profile)]


def judged(options, chosen, node, given, directory):
    """Runs the cases, tells the results, and gives the exit code."""
    node.credentials["stranger"] = target.stranger(directory, given["own"]["country"])
    forms = Forms()
    quiet = options.json is not None and str(options.json) == "-"
    table = reports.Table(sys.stderr if quiet else sys.stdout)
    if not forms.has_schemas():
        print(f"No schemas in {REFERENCE}: answers are not validated, and the reference's messages are left out.")
    results = Runner(node, given, forms).run(chosen, table)
    table.sum(results)
    if quiet:
        print(reports.as_json(results, node.services))
    elif options.json:
        options.json.write_text(reports.as_json(results, node.services), encoding="utf-8")
    if options.junit:
        options.junit.write_bytes(reports.as_junit(results, node.services))
    return DEVIATES if any(one.outcome == FAILED for one in results) else CONFORMS


def main():
    options = arguments()
    chosen = chosen_cases(options)
    if options.list:
        print("\n".join(f"{case.name:<44} {case.transaction}  {case.title}" for case in chosen))
        return CONFORMS
    if not chosen:
        print("conformance: no case fits", file=sys.stderr)
        return USAGE
    given = parameters_of(options)
    with tempfile.TemporaryDirectory(prefix="ncp-conformance-") as folder:
        directory = Path(folder)
        if options.node:
            return judged(options, chosen, target_of(options, given, directory), given, directory)
        kept = os.environ.get("NCP_INTEGRATION_PKI")
        with OwnNode(directory / "own", Path(kept) if kept else None) as own:
            return judged(options, chosen, own.target(), given, directory)


if __name__ == "__main__":
    sys.exit(main())

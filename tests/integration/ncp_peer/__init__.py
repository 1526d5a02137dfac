"""A country B that shares no code with the program under test: certificates by the openssl command, assertions
signed with xmlsec, SOAP and MTOM by hand, TLS by Python's own module. Debian's python3-lxml and python3-xmlsec."""

import sys

try:
    import lxml.etree  # noqa: F401
    import xmlsec  # noqa: F401
except ImportError as missing:
    print(f"skipped: no module {missing.name} (apt-get install python3-lxml python3-xmlsec)")
    sys.exit(0)

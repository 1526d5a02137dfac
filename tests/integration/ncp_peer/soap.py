"""SOAP 1.2 envelopes as the reference implementation's client writes them, MTOM packages, and answers read."""

import uuid
from email import message_from_bytes
from email.policy import HTTP

from lxml import etree

ENVELOPE = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING = "http://www.w3.org/2005/08/addressing"
ANONYMOUS = ADDRESSING + "/anonymous"
SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
XOP = "http://www.w3.org/2004/08/xop/include"
BOUNDARY = "MIMEBoundary_0123456789"


def new_message_id():
    return f"urn:uuid:{uuid.uuid4()}"


def envelope(action, body, assertions=(), message_id=None, order="query", security=True):
    """The bytes of an envelope. `order` is the header's form: that of ITI-55 ("discovery"), ITI-38 ("query"),
    ITI-39 with its second set of blocks in a mistaken namespace ("retrieve"), or the least that is accepted
    ("sparse")."""
    return serialized(envelope_tree(action, body, assertions, message_id, order, security))


def serialized(tree):
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


def envelope_tree(action, body, assertions=(), message_id=None, order="query", security=True):
    root = etree.Element(f"{{{ENVELOPE}}}Envelope", nsmap={"soapenv": ENVELOPE})
    header = etree.SubElement(root, f"{{{ENVELOPE}}}Header")
    holder = etree.Element(f"{{{SECURITY}}}Security", nsmap={"wsse": SECURITY})
    holder.extend(assertions)
    message_id = message_id or new_message_id()
    blocks = {"security": [holder] if security else [],
              "to": addressing("To", "https://localhost/openncp-ws-server/services/", True),
              "action": addressing("Action", action, True),
              "message_id": addressing("MessageID", message_id, False),
              "reply_to": reply_to(),
              "mistaken": mistaken(action)}
    for name in {"discovery": ("security", "action", "message_id", "to"),
                 "query": ("to", "action", "message_id", "reply_to", "security"),
                 "retrieve": ("mistaken", "security", "to", "action", "message_id", "reply_to"),
                 "sparse": ("action", "message_id", "security")}[order]:
        header.extend(blocks[name])
    etree.SubElement(root, f"{{{ENVELOPE}}}Body").append(body)
    return root


def addressing(name, text, must_understand):
    block = etree.Element(f"{{{ADDRESSING}}}{name}", nsmap={"addressing": ADDRESSING})
    if must_understand:
        block.set(f"{{{ENVELOPE}}}mustUnderstand", "1")
    block.text = text
    return [block]


def reply_to():
    block = etree.Element(f"{{{ADDRESSING}}}ReplyTo", nsmap={"addressing": ADDRESSING})
    etree.SubElement(block, f"{{{ADDRESSING}}}Address").text = ANONYMOUS
    return [block]


def mistaken(action):
    blocks = []
    for name, text in (("To", "https://localhost/"), ("Action", action), ("MessageID", new_message_id())):
        block = etree.Element(f"{{{ANONYMOUS}}}{name}", nsmap={None: ANONYMOUS})
        block.text = text
        blocks.append(block)
    return blocks


def mtom(message, action):
    """Content type and body of a package with the envelope as its only part."""
    root = "0.root@invented.example"
    content_type = (f'multipart/related; boundary={BOUNDARY}; type="application/xop+xml"; start="<{root}>"; '
                    f'start-info="application/soap+xml"; action="{action}"')
    head = ("Content-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"\r\n"
            f"Content-Transfer-Encoding: binary\r\nContent-ID: <{root}>\r\n\r\n")
    body = f"--{BOUNDARY}\r\n{head}".encode() + message + f"\r\n--{BOUNDARY}--\r\n".encode()
    return content_type, body


class Answer:
    """An HTTP answer, and the envelope that it holds."""

    def __init__(self, status, content_type, body):
        self.status = status
        self.content_type = content_type
        self.raw = body
        self.parts = {}
        xml = self._unpacked(body) if content_type.startswith("multipart/") else body
        self.envelope = etree.fromstring(xml) if "xml" in content_type else None

    def _unpacked(self, body):
        package = message_from_bytes(b"Content-Type: " + self.content_type.encode() + b"\r\n\r\n" + body, policy=HTTP)
        for part in package.iter_parts():
            self.parts[part["Content-ID"].strip("<>")] = raw_content(part, body)
        return self.parts[package.get_param("start").strip("<>")]

    @property
    def body(self):
        return self.envelope.find(f"{{{ENVELOPE}}}Body")[0]

    @property
    def is_fault(self):
        return self.body.tag == f"{{{ENVELOPE}}}Fault"

    @property
    def fault_code(self):
        return self.body.findtext(f"{{{ENVELOPE}}}Code/{{{ENVELOPE}}}Value").split(":")[-1]

    @property
    def fault_reason(self):
        return self.body.findtext(f"{{{ENVELOPE}}}Reason/{{{ENVELOPE}}}Text")

    def header(self, name):
        return self.envelope.findtext(f"{{{ENVELOPE}}}Header/{{{ADDRESSING}}}{name}")

    def included(self, element):
        """The bytes that an xop:Include below the element names."""
        include = element.find(f"{{{XOP}}}Include")
        return self.parts[include.get("href").removeprefix("cid:")]


def raw_content(part, body):
    """A part's bytes as they stand in the package: the email module would mend their line ends."""
    marker = part["Content-ID"].encode()
    start = body.index(b"\r\n\r\n", body.index(b"Content-ID: " + marker)) + 4
    boundary = body[:body.index(b"\r\n", 2)].strip()
    return body[start:body.index(b"\r\n" + boundary, start)]

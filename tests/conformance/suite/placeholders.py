"""Placeholders: ${name} in templates and case files stands for a parameter, ${xml:name} for XML as it is, and
${base64:name} for the bytes that another template or a case made."""

import base64

import random
import re
import uuid
from datetime import datetime, timedelta, timezone
from xml.sax.saxutils import escape

PLACEHOLDER = re.compile(r"\$\{(xml:|base64:)?([a-zA-Z_][\w.-]*)\}")


class MissingParameter(Exception):
    """A case needs something that nobody told the suite; it is left out, not failed."""


class Values:
    """Parameters by dotted name. `new.*` is fresh at each use, `label.*` is one and the same within a case."""

    def __init__(self, given):
        self.given = dict(given)
        self.labels = {}

    def set(self, name, value):
        self.given[name] = value

    def look_up(self, name):
        fresh = self._fresh(name)
        if fresh is not None:
            return fresh
        value = self.given
        for step in [name] if name in self.given else name.split("."):
            if not isinstance(value, dict) or step not in value:
                raise MissingParameter(name)
            value = value[step]
        return value

    def _fresh(self, name):
        if name == "new.uuid":
            return str(uuid.uuid4())
        if name == "new.oid":
            return f"2.25.{uuid.uuid4().int}"
        if name == "new.digits":
            return str(random.randrange(10**9, 10**10))
        if name == "now.hl7":
            return datetime.now(timezone.utc).strftime("%Y%m%d%H%M%S.000+0000")
        if name == "now.second":
            return datetime.now(timezone.utc).strftime("%Y%m%d%H%M%S")
        if name == "now.day":
            return datetime.now(timezone.utc).strftime("%Y%m%d")
        if name == "tomorrow.instant":
            return (datetime.now(timezone.utc) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        if name.startswith("label-time."):
            return self.labels.setdefault(name, datetime.now(timezone.utc).strftime("%Y%m%d%H%M%S+0000"))
        if name.startswith("label."):
            return self.labels.setdefault(name, str(uuid.uuid4()))
        if name.startswith("label-oid."):
            return self.labels.setdefault(name, f"2.25.{uuid.uuid4().int}")
        return None

    def text(self, pattern):
        """A text of a case file with its placeholders replaced."""
        return PLACEHOLDER.sub(lambda found: str(self.look_up(found[2])), str(pattern))

    def xml(self, pattern):
        """A template's text: values are escaped, ${xml:…} are templates of their own."""
        def replaced(found):
            value = self.look_up(found[2])
            if found[1] == "base64:":
                return base64.b64encode(value).decode()
            value = str(value)
            return self.xml(value) if found[1] else escape(value, {'"': "&quot;"})
        return PLACEHOLDER.sub(replaced, pattern)

    def deep(self, item):
        """The same for everything below a list or mapping."""
        if isinstance(item, str):
            return self.text(item)
        if isinstance(item, list):
            return [self.deep(one) for one in item]
        if isinstance(item, dict):
            return {self.deep(key): self.deep(one) for key, one in item.items()}
        return item

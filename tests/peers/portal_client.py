"""A program that uses the portal's JSON API, and a browser without JavaScript that uses its pages."""

import html.parser
import http.client
import http.cookiejar
import json
import urllib.error
import urllib.parse
import urllib.request


class Api:
    """One signed-in session of /api/v1."""

    def __init__(self, port, identity="9900001", pin="1001", language="nb", timeout=60):
        self.port, self.language, self.timeout = port, language, timeout
        self.token = None
        status, answer = self.call("POST", "/sessions", {"identity": identity, "pin": pin})
        if status != 201:
            raise OSError(f"sign-in: {status} {answer}")
        self.token = answer["token"]

    def send(self, method, path, body=None, headers=None):
        """Status, headers and bytes. Raises OSError or http.client.HTTPException when no whole answer came."""
        fields = {"Accept-Language": self.language} | (headers or {})
        if self.token:
            fields.setdefault("Authorization", f"Bearer {self.token}")
        if body is not None:
            fields.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, "/api/v1" + path, None if body is None else json.dumps(body), fields)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def call(self, method, path, body=None, headers=None):
        status, _, content = self.send(method, path, body, headers)
        return status, json.loads(content)

    def find(self, identifier, country="PT", purpose="treatment"):
        """`identifier` in the first field for one that the country's mask has."""
        return self.call("POST", "/patients", {"country": country, "purpose": purpose,
                                               "values": {self.identifier_field(country): identifier}})

    def identifier_field(self, country="PT"):
        _, mask = self.call("GET", f"/countries/{country}/search-mask")
        return mask["patient"]["identifiers"][0]["groups"][0]["fields"][0]["name"]

    def confirm(self, patient):
        return self.call("POST", "/treatment-relations", {"patient": patient, "confirmed": True})

    def documents(self, relation, class_code="60591-5"):
        return self.call("GET", f"/treatment-relations/{relation}/documents?class={class_code}")


class Page(html.parser.HTMLParser):
    """What a page offers: its text, its links and its forms with their fields."""

    def __init__(self, address, status, text):
        super().__init__()
        self.address, self.status, self.source = address, status, text
        self.links, self.forms, self.pieces, self.language = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "html":
            self.language = attributes.get("lang")
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag == "form":
            self.forms.append({"action": attributes.get("action"), "method": attributes.get("method", "get"),
                               "fields": {}, "names": set()})
        if tag in ("input", "select", "textarea", "button") and self.forms and "name" in attributes:
            form = self.forms[-1]
            form["names"].add(attributes["name"])
            unset = attributes.get("type") in ("radio", "checkbox") and "checked" not in attributes
            if not unset and tag != "button":
                form["fields"].setdefault(attributes["name"], attributes.get("value", ""))

    def handle_data(self, data):
        self.pieces.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.pieces).split())

    def form(self, action):
        """The form whose action starts so."""
        return next(form for form in self.forms if form["action"].startswith(action))


class Browser:
    def __init__(self, port):
        self.base = f"http://localhost:{port}"
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def open(self, path, data=None, headers=None):
        """Status, headers, bytes and the address after redirections."""
        body = None if data is None else urllib.parse.urlencode(data).encode()
        request = urllib.request.Request(self.base + path, body, headers or {})
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read(), answer.url
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read(), error.url

    def page(self, path, data=None, headers=None):
        status, _, content, address = self.open(path, data, headers)
        return Page(address.removeprefix(self.base), status, content.decode("utf-8"))

    def submit(self, page, action, **values):
        """Sends a form of the page as it stands, with these values filled in."""
        form = page.form(action)
        return self.page(form["action"], form["fields"] | values)

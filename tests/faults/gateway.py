"""The network between two contact points as it may be: it takes requests for country A with a certificate that is
A's, hands them on with one that is B's, and loses, halves, delays, doubles and repeats what it likes."""

import http.client
import random
import ssl
import threading
import time
from collections import Counter

from peer_server import Answer, PeerServer

HOST = "localhost"
# Fates of a request, and how often each comes among a hundred.
FATES = {
    "handed on": 52,
    "held up": 8,           # handed on late, in another order than others
    "lost": 6,              # never handed on, the connection breaks
    "refused": 4,           # 503 of something between, never handed on
    "answer lost": 8,       # handed on; the connection breaks before the answer
    "answer halved": 5,     # handed on; the connection breaks inside the answer
    "answer exchanged": 4,  # handed on; an error page comes instead of the answer
    "doubled": 6,           # handed on twice, one after the other; the second answer comes back
    "doubled at once": 4,   # handed on twice at the same time
    "repeated later": 3,    # handed on, and once more when others have passed
}


class Gateway:
    """`faulty` actions meet their fates; everything else is handed on."""

    def __init__(self, port, server_credential, client_credential, anchors, faulty, seed):
        self.port_of_a = port
        self.faulty = faulty
        self.chance = random.Random(seed)
        self.lock = threading.Lock()
        self.fates = Counter()
        self.late = []
        self.calm = False
        self.context = ssl.create_default_context(cafile=anchors)
        self.context.load_cert_chain(*client_credential)
        self.server = PeerServer(self.behave, server_credential, anchors)
        self.server.request_queue_size = 64

    @property
    def port(self):
        return self.server.port

    def close(self):
        self.server.close()

    def behave(self, received, handler):
        self.server.received.clear()  # thousands come, and nobody looks at them afterwards
        fate = self.draw(received)
        return getattr(self, fate.replace(" ", "_"))(received, handler)

    def draw(self, received):
        if self.calm or not any(action in received.headers["content-type"].encode() + received.body
                                for action in self.faulty):
            return "handed on"
        with self.lock:
            fate = self.chance.choices(list(FATES), list(FATES.values()))[0]
            self.fates[fate] += 1
        return fate

    def forward(self, received):
        """The other side's answer; nothing when it gave none."""
        connection = http.client.HTTPSConnection(HOST, self.port_of_a, context=self.context, timeout=60)
        try:
            connection.request("POST", received.path, received.body, {"Content-Type": received.headers["content-type"]})
            response = connection.getresponse()
            return Answer(response.read(), response.getheader("Content-Type", ""), response.status)
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def handed_on(self, received, _):
        return self.forward(received)

    def held_up(self, received, _):
        with self.lock:
            pause = self.chance.uniform(0.0, 0.2)
        time.sleep(pause)
        return self.forward(received)

    def lost(self, _received, _handler):
        return None

    def refused(self, _received, _handler):
        return Answer(b"try again later\n", "text/plain", 503)

    def answer_lost(self, received, _):
        self.forward(received)

    def answer_halved(self, received, handler):
        answer = self.forward(received)
        if answer:
            handler.send_response(answer.status)
            handler.send_header("Content-Type", answer.content_type)
            handler.send_header("Content-Length", str(len(answer.body)))
            handler.end_headers()
            handler.wfile.write(answer.body[:len(answer.body) // 2])

    def answer_exchanged(self, received, _):
        self.forward(received)
        return Answer(b"<html>Bad gateway</html>", "text/html", 502)

    def doubled(self, received, _):
        self.forward(received)
        return self.forward(received)

    def doubled_at_once(self, received, _):
        answers = []
        both = [threading.Thread(target=lambda: answers.append(self.forward(received))) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        return next((answer for answer in answers if answer), None)

    def repeated_later(self, received, _):
        answer = self.forward(received)
        with self.lock:
            self.late.append(received)
            due = self.late.pop(0) if len(self.late) > 5 else None
        if due:
            self.forward(due)
        return answer

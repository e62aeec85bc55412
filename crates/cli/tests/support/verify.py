"""Verifies signatures by itself: the recipes are written here once more, with nothing of the program.

Answers every call with the line that it printed: OK or WRONG. The arguments are the two keys.
"""

import base64
import hashlib
import hmac
import http.server
import json
import sys
import urllib.parse

APP_KEY, OPEN_KEY = sys.argv[1:3]


def qince(path, body):
    *_, timestamp, digest, msg_id = path.split("/")
    text = body + f"|{APP_KEY}|{timestamp}".encode()
    return hashlib.md5(text).hexdigest() == digest, {"return_code": "0", "msg_id": msg_id}


def qmai(body):
    fields = json.loads(body)
    v2 = "Token" in fields
    token = fields["Token" if v2 else "token"]
    names = ["GrantCode", "Nonce", "OpenId", "Timestamp"]
    if not v2:
        names = [name[0].lower() + name[1:] for name in names]
    text = "&".join(f"{name}={fields[name]}" for name in names)
    right = base64.b64encode(hmac.new(OPEN_KEY.encode(), text.encode(), hashlib.sha1).digest())
    return urllib.parse.quote(right, safe="") == token, {"status": "true", "code": "0"}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        is_qmai = self.path.startswith("/v3/") or self.path == "/api/v2"
        good, answer = qmai(body) if is_qmai else qince(self.path, body)
        said = "OK" if good else "WRONG"
        answer["data" if is_qmai else "response_data"] = [{"signature": said}]
        text = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()

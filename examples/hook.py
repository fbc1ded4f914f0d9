#!/usr/bin/env python3
"""A program that is told what changes on a board: PARVIS_WEBHOOK_SECRET=whsec_… hook.py PORT"""

import base64
import hashlib
import hmac
import http.server
import json
import os
import sys
import time

MINUTES_OLD_MAX = 5
BYTES_MAX = 64 * 1024


def is_ours(headers, body, secret):
    """Whether Parvis has said this, lately. The moment is signed, too: what somebody recorded cannot be sent again later."""
    said, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "0")
    if not at.isdigit() or abs(time.time() - int(at)) > MINUTES_OLD_MAX * 60:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{said}.{at}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(expected, one) for one in headers.get("webhook-signature", "").split(" "))


class Hook(http.server.BaseHTTPRequestHandler):
    seen = set()

    def do_POST(self):
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), BYTES_MAX))
        if not is_ours(self.headers, body, os.environ["PARVIS_WEBHOOK_SECRET"]):
            self.send_error(401)
            return
        change = json.loads(body)
        # What was not heard to be answered is told again, under the same id.
        if change["id"] not in self.seen:
            self.seen.add(change["id"])
            # Each answer is made by a thread of its own: what it says leaves in one piece.
            sys.stdout.write(f"{change['type']} {change.get('task', '-')} {change['version']}\n")
            sys.stdout.flush()
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        """Nothing: what is printed is what changed."""


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Hook).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())

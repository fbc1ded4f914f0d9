#!/usr/bin/env python3
"""Makes a task of each line that it reads, and tells what is open: tasks.py '!space:server' [DUE] <lines"""

import hashlib
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

from matrix import TIMEOUT_SECONDS, Refused, Session, quoted


def ask(session, method, path, body=None):
    """One call of what Parvis has beside Matrix; /api/v1/openapi.json tells all of them."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {session.token}"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{session.url}/api/v1/{path}", data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        raise Refused(refused.code, json.load(refused)) from None


def make(session, space, title, due):
    """The same title and day asked for again is the same task, as long as this session lasts."""
    wish = {"title": title, "due": due} if due else {"title": title}
    request = hashlib.sha256(json.dumps(wish).encode()).hexdigest()
    return ask(session, "POST", f"spaces/{quoted(space)}/tasks", {"request_id": request, "set": wish})


def open_tasks(session, space):
    """All pages of them."""
    query = {"state": "open", "limit": 200}
    while True:
        page = ask(session, "GET", f"spaces/{quoted(space)}/tasks?{urllib.parse.urlencode(query)}")
        yield from page["tasks"]
        if "next" not in page:
            return
        query["from"] = page["next"]


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    space, due = sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else None
    try:
        session = Session.sign_in()
        for title in sys.stdin.read().splitlines():
            if title.strip():
                make(session, space, title, due)
        for task in open_tasks(session, space):
            print(f"#{task['number']} {task['due'] or '-'} {task['title']}")
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The few calls of the Matrix client-server API that the examples need, on Python's own library."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT_SECONDS = 90


class Refused(Exception):
    """What the server refused, in its words."""

    def __init__(self, status, body):
        super().__init__(f"{status} {body.get('errcode', '')}: {body.get('error', '')}")
        self.status = status
        self.errcode = body.get("errcode", "")


class Session:
    """A signed-in account."""

    def __init__(self, url, token=""):
        self.url = url.rstrip("/")
        self.token = token

    @staticmethod
    def sign_in():
        """With PARVIS_URL and either PARVIS_TOKEN or PARVIS_USER and PARVIS_PASSWORD."""
        session = Session(os.environ["PARVIS_URL"], os.environ.get("PARVIS_TOKEN", ""))
        if not session.token:
            who = {"type": "m.id.user", "user": os.environ["PARVIS_USER"]}
            wish = {"type": "m.login.password", "identifier": who, "password": os.environ["PARVIS_PASSWORD"]}
            session.token = session.call("POST", "login", wish)["access_token"]
        return session

    def call(self, method, path, body=None, **query):
        address = f"{self.url}/_matrix/client/v3/{path}"
        if query:
            address += "?" + urllib.parse.urlencode(query)
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(address, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            raise Refused(refused.code, json.load(refused)) from None

    def join(self, room):
        """The id of a room, given its alias or id, with this account in it."""
        return self.call("POST", f"join/{quoted(room)}", {})["room_id"]

    def say(self, room, text, transaction):
        """Sends a text. The same transaction sent again is the same message."""
        path = f"rooms/{quoted(room)}/send/m.room.message/{quoted(transaction)}"
        return self.call("PUT", path, {"msgtype": "m.text", "body": text})["event_id"]

    def sign_out(self):
        self.call("POST", "logout", {})


def quoted(text):
    return urllib.parse.quote(text, safe="")

"""People who use matrix-nio on a running homeserver, and how what they do step by step is told."""

import asyncio
import hashlib
import hmac
import json
import logging
import secrets
import sys
import traceback
import urllib.request

from nio import AsyncClient, AsyncClientConfig
from nio.responses import ErrorResponse
from nio.store import SqliteMemoryStore

SYNC_TIMEOUT_MS = 10_000
SYNCS_MAX = 20
STEP_SECONDS_MAX = 90
FILTER = {"room": {"timeline": {"limit": 100}}}
PASSWORD = "correct horse battery staple 17"


class Talk:
    """Alice and Bob with a room, and what the steps of a talk stand on."""

    def __init__(self, url, secret):
        self.url = url.rstrip("/")
        self.secret = secret
        run = secrets.token_hex(4)
        self.names = {"alice": f"alice-{run}", "bob": f"bob-{run}"}
        self.alice = None
        self.bob = None
        self.room = ""
        self.clients = []

    def client(self, who, encrypts=False):
        config = AsyncClientConfig(
            max_limit_exceeded=10,
            request_timeout=60,
            encryption_enabled=encrypts,
            store=SqliteMemoryStore,
        )
        client = AsyncClient(self.url, self.names[who], config=config)
        self.clients.append(client)
        return client

    async def ask(self, path, body=None, token="", method=None):
        """What the server answers to a plain request: `POST` with a body and `GET` without, where no method is named."""

        def send():
            request = urllib.request.Request(
                self.url + path,
                data=None if body is None else json.dumps(body).encode(),
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
                method=method,
            )
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)

        return await asyncio.to_thread(send)

    async def register(self, who):
        name = self.names[who]
        if not self.secret:
            # matrix-nio understands no device without a name, which Matrix allows.
            return good(await self.client(who).register(name, PASSWORD, device_name="blackbox")).user_id
        path = "/_synapse/admin/v1/register"
        nonce = (await self.ask(path))["nonce"]
        text = "\0".join([nonce, name, PASSWORD, "notadmin"])
        mac = hmac.new(self.secret.encode(), text.encode(), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": PASSWORD, "admin": False, "mac": mac}
        return (await self.ask(path, body))["user_id"]

    async def until(self, client, found):
        """Syncs until `found` says something of a sync's answer."""
        for _ in range(SYNCS_MAX):
            answer = good(await client.sync(timeout=SYNC_TIMEOUT_MS, sync_filter=FILTER))
            await self.attend(client)
            value = found(answer)
            if value:
                return value
        raise AssertionError(f"not seen in {SYNCS_MAX} syncs")

    async def attend(self, client):
        """What a client does after each sync besides."""

    def timeline(self, answer):
        joined = answer.rooms.join.get(self.room)
        return joined.timeline.events if joined else []

    def ephemeral(self, answer):
        joined = answer.rooms.join.get(self.room)
        return joined.ephemeral if joined else []

    async def arrives(self, client, event_id):
        def found(answer):
            return next((e for e in self.timeline(answer) if e.event_id == event_id), None)

        return await self.until(client, found)

    async def send(self, client, kind, content):
        return good(await client.room_send(self.room, kind, content)).event_id


def good(answer):
    """The answer, which must not be an error."""
    assert not isinstance(answer, ErrorResponse), answer
    return answer


async def told(talk, steps):
    """Prints a line for each step and ends with `N passed, N failed`; says whether one failed.

    Each step builds on those before it, so a step that needs a failed one fails as well.
    """
    # The client warns of every error that it is answered, also of those that a step asks for.
    logging.disable(logging.WARNING)
    passed = failed = 0
    for step in steps:
        try:
            await asyncio.wait_for(step(), STEP_SECONDS_MAX)
            passed += 1
            print(f"passed  {step.__doc__}", flush=True)
        except Exception as problem:
            failed += 1
            where = traceback.extract_tb(problem.__traceback__)
            line = next((f.lineno for f in where if f.name == step.__name__), 0)
            reason = f"{type(problem).__name__}: {problem}"[:500]
            print(f"FAILED  {step.__doc__}\n        line {line}: {reason}", flush=True)
    for client in talk.clients:
        await client.close()
    print(f"{passed} passed, {failed} failed")
    return failed > 0


def run(kind):
    """Lets a talk of this kind be held: `URL [SHARED_SECRET]`."""
    talk = kind(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
    sys.exit(asyncio.run(told(talk, talk.steps())))

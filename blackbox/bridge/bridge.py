"""A bridge made with mautrix joins a made-up network to a running homeserver: `FOLDER URL`.

FOLDER is where the homeserver reads registrations of application services.
"""

import asyncio
import secrets
import socket
import sys
import time
from pathlib import Path
from urllib.parse import quote

import aiohttp
from mautrix.appservice import AppService, ASStateStore
from mautrix.client.state_store import MemoryStateStore
from mautrix.types import EventType, MessageType, RoomCreatePreset

sys.path.insert(0, str(Path(__file__).parent.parent / "nio"))

from people import told

SERVER = "localhost"


class Memory(ASStateStore, MemoryStateStore):
    def __init__(self):
        ASStateStore.__init__(self)
        MemoryStateStore.__init__(self)


class Network:
    """What is said on the other side of the bridge."""

    def __init__(self):
        self.heard = asyncio.Queue()

    async def until(self, text):
        said = []
        while not said or said[-1] != text:
            said.append(await self.heard.get())
        return said


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Bridge:
    def __init__(self, url, folder):
        self.url = url
        self.folder = Path(folder)
        self.network = Network()
        self.moment = asyncio.Queue()
        self.port = free_port()
        self.as_token = secrets.token_hex(32)
        self.hs_token = secrets.token_hex(32)

    async def open(self):
        self.service = AppService(
            server=self.url,
            domain=SERVER,
            as_token=self.as_token,
            hs_token=self.hs_token,
            bot_localpart="sea_bot",
            id="sea",
            state_store=Memory(),
            ephemeral_events=True,
            query_user=self.make_user,
            query_alias=self.make_room,
        )
        self.service.matrix_event_handler(self.hear)
        await self.service.start("127.0.0.1", self.port)

    async def close(self):
        await self.service.stop()

    def register(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        text = f"""
id: sea
url: http://127.0.0.1:{self.port}
as_token: {self.as_token}
hs_token: {self.hs_token}
sender_localpart: sea_bot
rate_limited: false
receive_ephemeral: true
protocols: [sea]
namespaces:
  users: [{{exclusive: true, regex: "@sea_.*:{SERVER}"}}]
  aliases: [{{exclusive: true, regex: "#sea_.*:{SERVER}"}}]
  rooms: []
"""
        made = self.folder / "sea.yaml.new"
        made.write_text(text)
        made.rename(self.folder / "sea.yaml")

    async def make_user(self, user):
        if not user.startswith("@sea_"):
            return None
        await self.service.intent.user(user).ensure_registered()
        return {"made": user}

    async def make_room(self, alias):
        await self.service.intent.create_room(
            alias_localpart=alias[1:].split(":")[0], preset=RoomCreatePreset.PUBLIC, name="The sea"
        )
        return {"made": alias}

    async def hear(self, event):
        if event.type in (EventType.TYPING, EventType.RECEIPT):
            await self.moment.put(event)
        elif event.type == EventType.ROOM_MESSAGE and not event.sender.startswith("@sea_"):
            await self.network.heard.put(event.content.body)


class Person:
    """Somebody with an account, who uses the network through the bridge."""

    def __init__(self, url):
        self.url = f"{url}/_matrix/client/v3"
        self.headers = {}
        self.user = ""

    async def ask(self, method, path, json=None):
        async with aiohttp.ClientSession(headers=self.headers) as session:
            async with session.request(method, self.url + path, json=json) as answer:
                said = await answer.json()
                if answer.status != 200:
                    raise AssertionError(f"{method} {path}: {answer.status} {said}")
                return said

    async def register(self):
        name = f"sailor{secrets.token_hex(4)}"
        wish = {"username": name, "password": secrets.token_hex(16), "auth": {"type": "m.login.dummy"}}
        made = await self.ask("POST", "/register", wish)
        self.user = made["user_id"]
        self.headers = {"Authorization": f"Bearer {made['access_token']}"}

    async def say(self, room, text):
        path = f"/rooms/{quote(room)}/send/m.room.message/{secrets.token_hex(8)}"
        return (await self.ask("PUT", path, {"msgtype": "m.text", "body": text}))["event_id"]

    async def last(self, room):
        found = await self.ask("GET", f"/rooms/{quote(room)}/messages?dir=b&limit=1")
        return found["chunk"][0]


class Voyage:
    def __init__(self, url, folder):
        self.bridge = Bridge(url, folder)
        self.person = Person(url)
        self.room = ""
        self.clients = [self.bridge]

    def steps(self):
        return [self.meet, self.enter, self.out, self.back, self.moment, self.later]

    async def meet(self):
        """a registration holds without a restart, and both sides reach each other"""
        await self.bridge.open()
        self.bridge.register()
        while True:
            try:
                await self.bridge.service.intent.appservice_ping("sea")
                break
            except Exception as refused:
                if getattr(refused, "errcode", "") != "M_UNKNOWN_TOKEN":
                    raise
                await asyncio.sleep(0.1)
        await self.person.register()

    async def enter(self):
        """a room of the network is made when somebody asks for it"""
        alias = quote(f"#sea_lobby:{SERVER}")
        self.room = (await self.person.ask("POST", f"/join/{alias}", {}))["room_id"]

    async def out(self):
        """what people say comes to the network, in order"""
        texts = [f"wave {n}" for n in range(20)]
        for text in texts:
            await self.person.say(self.room, text)
        assert await self.bridge.network.until(texts[-1]) == texts

    async def back(self):
        """who is on the network speaks in the room, with their name and at their time"""
        ghost = self.bridge.service.intent.user(f"@sea_gull:{SERVER}")
        await ghost.set_displayname("The gull")
        await ghost.ensure_joined(self.room, bot=self.bridge.service.intent)
        then = int(time.time() * 1000) - 60_000
        await ghost.send_text(self.room, "Caw", msgtype=MessageType.TEXT, timestamp=then)
        said = await self.person.last(self.room)
        assert said["sender"] == f"@sea_gull:{SERVER}", said
        assert said["content"]["body"] == "Caw", said
        assert said["origin_server_ts"] == then, said

    async def moment(self):
        """the network sees who types and who has read"""
        room = quote(self.room)
        typing = f"/rooms/{room}/typing/{quote(self.person.user)}"
        await self.person.ask("PUT", typing, {"typing": True, "timeout": 20_000})
        event = await self.person.say(self.room, "read this")
        await self.person.ask("POST", f"/rooms/{room}/receipt/m.read/{quote(event)}", {})
        seen = set()
        while seen != {EventType.TYPING, EventType.RECEIPT}:
            seen.add((await self.bridge.moment.get()).type)

    async def later(self):
        """what was said while the bridge was away comes when it is back"""
        await self.bridge.network.until("read this")
        await self.bridge.close()
        for text in ("still", "there"):
            await self.person.say(self.room, text)
        await self.bridge.open()
        assert await self.bridge.network.until("there") == ["still", "there"]


voyage = Voyage(sys.argv[2], sys.argv[1])
sys.exit(asyncio.run(told(voyage, voyage.steps())))

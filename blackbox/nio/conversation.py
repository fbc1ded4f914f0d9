"""Two people who use matrix-nio hold a conversation on a running homeserver: `URL [SHARED_SECRET]`."""

import io
import struct
import zlib

from nio import (
    MessageDirection,
    ReceiptType,
    RoomMessageImage,
    RoomMessageText,
    RoomPreset,
    RoomVisibility,
)
from nio.api import RelationshipType
from nio.responses import ErrorResponse
from people import PASSWORD, Talk, good, run


class Conversation(Talk):
    """The steps in their order."""

    def __init__(self, url, secret):
        super().__init__(url, secret)
        self.events = {}
        self.mxc = ""

    async def sign_up(self):
        """both sign up and sign in with their passwords"""
        for who in ("alice", "bob"):
            user = await self.register(who)
            client = self.client(who)
            answer = good(await client.login(PASSWORD, device_name="blackbox"))
            assert answer.user_id == user, answer.user_id
            assert good(await client.whoami()).user_id == user
            setattr(self, who, client)

    async def wrong_password(self):
        """a wrong password is refused"""
        client = self.client("alice")
        answer = await client.login("not " + PASSWORD)
        assert isinstance(answer, ErrorResponse) and answer.status_code == "M_FORBIDDEN", answer

    async def profile(self):
        """a display name is kept and shown to others"""
        good(await self.alice.set_displayname("Alice Démo"))
        assert good(await self.bob.get_profile(self.alice.user_id)).displayname == "Alice Démo"

    async def filter(self):
        """a filter is kept"""
        room = {"timeline": {"limit": 20}, "state": {"lazy_load_members": True}}
        assert good(await self.alice.upload_filter(room=room)).filter_id

    async def create(self):
        """Alice creates a room, invites Bob, and he sees the invitation"""
        answer = await self.alice.room_create(
            visibility=RoomVisibility.private,
            name="La halle",
            topic="Marché du samedi",
            preset=RoomPreset.private_chat,
            invite=[self.bob.user_id],
        )
        self.room = good(answer).room_id
        await self.until(self.bob, lambda synced: self.room in synced.rooms.invite)

    async def join(self):
        """Bob joins and both see two members, the name and the topic"""
        good(await self.bob.join(self.room))
        await self.until(self.bob, lambda synced: self.room in synced.rooms.join)
        room = self.bob.rooms[self.room]
        assert room.name == "La halle", room.name
        assert room.topic == "Marché du samedi", room.topic
        members = good(await self.alice.joined_members(self.room)).members
        assert {m.user_id for m in members} == {self.alice.user_id, self.bob.user_id}, members

        def joined(synced):
            return any(getattr(e, "state_key", "") == self.bob.user_id for e in self.timeline(synced))

        await self.until(self.alice, joined)

    async def message(self):
        """Alice sends a formatted message and Bob receives it as it was sent"""
        content = {
            "msgtype": "m.text",
            "body": "Bonjour à tous ☀",
            "format": "org.matrix.custom.html",
            "formatted_body": "Bonjour à <strong>tous</strong> ☀",
        }
        self.events["hello"] = await self.send(self.alice, "m.room.message", content)
        event = await self.arrives(self.bob, self.events["hello"])
        assert isinstance(event, RoomMessageText), event
        assert event.body == content["body"], event.body
        assert event.formatted_body == content["formatted_body"], event.formatted_body
        assert event.sender == self.alice.user_id, event.sender

    async def once(self):
        """the same transaction sent twice is one message"""
        content = {"msgtype": "m.text", "body": "Une seule fois"}
        sent = [
            good(await self.alice.room_send(self.room, "m.room.message", content, tx_id="once"))
            for _ in range(2)
        ]
        assert sent[0].event_id == sent[1].event_id, sent
        await self.arrives(self.bob, sent[0].event_id)

    async def order(self):
        """twenty messages arrive once each and in order"""
        sent = []
        for number in range(20):
            content = {"msgtype": "m.text", "body": f"Ligne {number}"}
            sent.append(await self.send(self.bob, "m.room.message", content))
        seen = []

        def all_seen(answer):
            seen.extend(e.event_id for e in self.timeline(answer) if e.event_id in sent)
            return len(seen) >= len(sent)

        await self.until(self.alice, all_seen)
        assert seen == sent, (seen, sent)

    async def reply(self):
        """Bob replies and the reply names its message"""
        relation = {"m.in_reply_to": {"event_id": self.events["hello"]}}
        content = {"msgtype": "m.text", "body": "Bonjour Alice", "m.relates_to": relation}
        self.events["reply"] = await self.send(self.bob, "m.room.message", content)
        event = await self.arrives(self.alice, self.events["reply"])
        assert event.source["content"]["m.relates_to"] == relation, event.source

    async def edit(self):
        """Alice edits her message, and relations find the edit"""
        content = {
            "msgtype": "m.text",
            "body": "* Bonsoir à tous",
            "m.new_content": {"msgtype": "m.text", "body": "Bonsoir à tous"},
            "m.relates_to": {"rel_type": "m.replace", "event_id": self.events["hello"]},
        }
        self.events["edit"] = await self.send(self.alice, "m.room.message", content)
        event = await self.arrives(self.bob, self.events["edit"])
        assert event.source["content"]["m.new_content"]["body"] == "Bonsoir à tous"
        edits = self.bob.room_get_event_relations(
            self.room, self.events["hello"], RelationshipType.replacement
        )
        assert [e.event_id async for e in edits] == [self.events["edit"]]

    async def react(self):
        """Bob reacts, Alice sees it, and the same reaction twice is refused"""
        relation = {"rel_type": "m.annotation", "event_id": self.events["hello"], "key": "👍"}
        content = {"m.relates_to": relation}
        self.events["reaction"] = await self.send(self.bob, "m.reaction", content)
        event = await self.arrives(self.alice, self.events["reaction"])
        assert event.reacts_to == self.events["hello"] and event.key == "👍", event
        again = await self.bob.room_send(self.room, "m.reaction", content)
        assert isinstance(again, ErrorResponse), again
        assert again.status_code == "M_DUPLICATE_ANNOTATION", again

    async def redact(self):
        """Bob takes his reaction back"""
        answer = await self.bob.room_redact(self.room, self.events["reaction"], reason="erreur")
        redaction = good(answer).event_id
        event = await self.arrives(self.alice, redaction)
        assert event.redacts == self.events["reaction"], event.source

    async def thread(self):
        """Alice opens a thread and Bob answers in it"""
        ids = []
        for client, body in ((self.alice, "Un fil"), (self.bob, "Dans le fil")):
            relation = {"rel_type": "m.thread", "event_id": self.events["reply"]}
            content = {"msgtype": "m.text", "body": body, "m.relates_to": relation}
            ids.append(await self.send(client, "m.room.message", content))
        await self.arrives(self.alice, ids[1])
        await self.arrives(self.bob, ids[1])
        found = self.alice.room_get_event_relations(
            self.room, self.events["reply"], RelationshipType.thread
        )
        assert {e.event_id async for e in found} == set(ids)

    async def typing(self):
        """Alice sees that Bob is typing, and that he stops"""

        def typists(answer):
            return [e.users for e in self.ephemeral(answer) if hasattr(e, "users")]

        good(await self.bob.room_typing(self.room, True, timeout=30_000))
        await self.until(self.alice, lambda synced: [self.bob.user_id] in typists(synced))
        good(await self.bob.room_typing(self.room, False))
        await self.until(self.alice, lambda synced: [] in typists(synced))

    async def receipts(self):
        """Alice sees what Bob has read; a private receipt stays with him"""
        read = self.events["edit"]

        def seen(answer):
            return any(
                receipt.user_id == self.bob.user_id and receipt.event_id == read
                for event in self.ephemeral(answer)
                for receipt in getattr(event, "receipts", [])
            )

        good(await self.bob.update_receipt_marker(self.room, read, ReceiptType.read))
        await self.until(self.alice, seen)
        good(await self.bob.room_read_markers(self.room, read, read_event=read))

    async def unread(self):
        """a message that Bob has not read counts for him until he reads it"""

        def counted(answer, fits):
            joined = answer.rooms.join.get(self.room)
            counts = joined.unread_notifications if joined else None
            return counts is not None and fits(counts.notification_count)

        unread = await self.send(self.alice, "m.room.message", {"msgtype": "m.text", "body": "Lu ?"})
        await self.until(self.bob, lambda synced: counted(synced, lambda count: count > 0))
        good(await self.bob.room_read_markers(self.room, unread, read_event=unread))
        await self.until(self.bob, lambda synced: counted(synced, lambda count: count == 0))

    async def upload(self):
        """Alice uploads a picture, sends it, and Bob downloads the same bytes"""
        picture = png(64, 64)
        answer, _ = await self.alice.upload(
            io.BytesIO(picture), "image/png", filename="été.png", filesize=len(picture)
        )
        self.mxc = good(answer).content_uri
        content = {
            "msgtype": "m.image",
            "body": "été.png",
            "url": self.mxc,
            "info": {"mimetype": "image/png", "size": len(picture), "w": 64, "h": 64},
        }
        event = await self.arrives(self.bob, await self.send(self.alice, "m.room.message", content))
        assert isinstance(event, RoomMessageImage) and event.url == self.mxc, event
        got = good(await self.bob.download(mxc=event.url))
        assert got.body == picture, f"{len(got.body)} bytes of {len(picture)}"
        assert got.content_type == "image/png", got.content_type
        assert got.filename == "été.png", got.filename

    async def thumbnail(self):
        """Bob gets a thumbnail of it"""
        server, media = self.mxc.removeprefix("mxc://").split("/")
        got = good(await self.bob.thumbnail(server, media, 32, 32))
        assert got.content_type.startswith("image/") and len(got.body) > 0, got

    async def history(self):
        """Bob pages back to the creation of the room without a hole or a repetition"""
        start = ""
        seen = []
        for _ in range(50):
            page = good(
                await self.bob.room_messages(
                    self.room, start or None, direction=MessageDirection.back, limit=7
                )
            )
            seen += [e.event_id for e in page.chunk]
            start = page.end
            if not start:
                break
        assert len(seen) == len(set(seen)), "an event came twice"
        for name in ("hello", "reply", "edit"):
            assert self.events[name] in seen, name
        last = good(await self.bob.room_get_event(self.room, seen[-1])).event
        assert last.source["type"] == "m.room.create", last.source["type"]

    async def context(self):
        """what is around a message is found"""
        answer = good(await self.bob.room_context(self.room, self.events["reply"], limit=6))
        assert answer.event.event_id == self.events["reply"], answer
        assert answer.events_before and answer.events_after, answer

    async def state(self):
        """Alice renames the room; Bob may not"""
        name = {"name": "La grande halle"}
        good(await self.alice.room_put_state(self.room, "m.room.name", name))
        await self.until(self.bob, lambda _: self.bob.rooms[self.room].name == name["name"])
        refused = await self.bob.room_put_state(self.room, "m.room.name", {"name": "Non"})
        assert isinstance(refused, ErrorResponse), refused
        assert refused.status_code == "M_FORBIDDEN", refused
        good(await self.bob.room_get_state(self.room))

    async def fresh_sync(self):
        """a new session of Bob sees the room with its last messages"""
        client = self.client("bob")
        good(await client.login(PASSWORD, device_name="second"))
        answer = good(await client.sync(full_state=True))
        joined = answer.rooms.join[self.room]
        assert joined.timeline.events and joined.timeline.prev_batch, joined
        assert client.rooms[self.room].name == "La grande halle", client.rooms[self.room].name
        devices = {device.id for device in good(await client.devices()).devices}
        assert {self.bob.device_id, client.device_id} <= devices, devices
        good(await client.logout())

    async def kick(self):
        """Alice removes Bob, who can no longer write"""
        good(await self.alice.room_kick(self.room, self.bob.user_id, reason="fini"))
        await self.until(self.bob, lambda synced: self.room in synced.rooms.leave)
        refused = await self.bob.room_send(
            self.room, "m.room.message", {"msgtype": "m.text", "body": "Encore"}
        )
        assert isinstance(refused, ErrorResponse), refused
        assert refused.status_code == "M_FORBIDDEN", refused
        good(await self.bob.room_forget(self.room))

    async def sign_out(self):
        """after signing out a token is worth nothing"""
        token = self.bob.access_token
        good(await self.bob.logout())
        self.bob.access_token = token
        answer = await self.bob.whoami()
        assert isinstance(answer, ErrorResponse), answer
        assert answer.status_code == "M_UNKNOWN_TOKEN", answer

    def steps(self):
        return [
            self.sign_up,
            self.wrong_password,
            self.profile,
            self.filter,
            self.create,
            self.join,
            self.message,
            self.once,
            self.order,
            self.reply,
            self.edit,
            self.react,
            self.redact,
            self.thread,
            self.typing,
            self.receipts,
            self.unread,
            self.upload,
            self.thumbnail,
            self.history,
            self.context,
            self.state,
            self.fresh_sync,
            self.kick,
            self.sign_out,
        ]


def png(width, height):
    """A small picture of two colours."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    row = b"\0" + b"".join(bytes((x * 4 % 256, 80, 160)) for x in range(width))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(row * height))
        + chunk(b"IEND", b"")
    )


if __name__ == "__main__":
    run(Conversation)

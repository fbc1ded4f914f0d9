"""Somebody who uses matrix-nio alone takes part in a space of a running Parvis, made by its own API: `URL [SHARED_SECRET]`."""

import urllib.parse

from nio import RoomMessageText
from nio.api import RelationshipType
from nio.responses import ErrorResponse
from people import PASSWORD, Talk, good, run


class Space(Talk):
    """Alice has a space, as the web client makes one; Bob knows Matrix and nothing else."""

    def __init__(self, url, secret):
        super().__init__(url, secret)
        self.space = ""
        self.events = {}

    async def parvis(self, path, body=None, method=None):
        """What the API of Parvis answers Alice."""
        return await self.ask("/api/v1/spaces" + path, body, self.alice.access_token, method)

    async def made(self, name, visibility, joining):
        wish = {"model": "community", "name": name, "purpose": "Lire ensemble", "request_id": name}
        return await self.parvis("", wish | {"visibility": visibility, "joining": joining})

    def at(self, *ids):
        return "".join("/" + urllib.parse.quote(part, safe="") for part in ids)

    async def tree(self, client):
        return good(await client.space_get_hierarchy(self.space)).rooms

    async def sign_up(self):
        """both sign up and sign in"""
        for who in ("alice", "bob"):
            await self.register(who)
            client = self.client(who)
            good(await client.login(PASSWORD, device_name="blackbox"))
            setattr(self, who, client)

    async def is_found(self):
        """Bob finds the space of Alice as a space of Matrix, before he is in"""
        made = await self.made("Halle aux livres", "public", "free")
        self.space = made["space_id"]
        self.room = (await self.parvis(self.at(self.space)))["feed_room"]
        [root] = await self.tree(self.bob)
        assert root["room_id"] == self.space and root["room_type"] == "m.space", root
        assert root["name"] == "Halle aux livres" and root["topic"] == "Lire ensemble", root

    async def looks_absent(self):
        """a secret space is not there for him"""
        secret = (await self.made("Cabinet", "secret", "invitation"))["space_id"]
        answer = await self.bob.space_get_hierarchy(secret)
        assert isinstance(answer, ErrorResponse), answer
        unknown = await self.bob.space_get_hierarchy("!nulle-part:" + secret.split(":", 1)[-1])
        assert answer.status_code == unknown.status_code, (answer, unknown)
        assert isinstance(await self.bob.join(secret), ErrorResponse)

    async def comes_in(self):
        """he joins the space, and is in its feed without asking for it"""
        good(await self.bob.join(self.space))
        await self.until(self.bob, lambda _: {self.space, self.room} <= set(self.bob.rooms))
        assert self.room in self.bob.rooms[self.space].children, self.bob.rooms[self.space].children

    async def sees_rooms(self):
        """a room that Alice adds is a child of the space, which he finds and joins"""
        wish = {"name": "Réserve", "request_id": "room"}
        second = (await self.parvis(self.at(self.space) + "/rooms", wish))["room_id"]
        children = {room["room_id"]: room for room in await self.tree(self.bob)}
        assert {self.room, second} <= set(children), children
        assert children[second]["name"] == "Réserve", children
        good(await self.bob.join(second))
        await self.until(self.bob, lambda _: second in self.bob.rooms)

    async def reads(self):
        """what Alice posts in the feed is a message to him"""
        content = {"msgtype": "m.text", "body": "La halle ouvre samedi."}
        self.events["post"] = await self.send(self.alice, "m.room.message", content)
        event = await self.arrives(self.bob, self.events["post"])
        assert isinstance(event, RoomMessageText) and event.body == content["body"], event

    async def posts(self):
        """what he posts himself stands in the feed of Alice, and her feed counts him among whom it asks"""
        own = await self.send(self.bob, "m.room.message", {"msgtype": "m.text", "body": "Je viendrai."})
        event = await self.arrives(self.alice, own)
        assert event.body == "Je viendrai." and event.sender == self.bob.user_id, event
        content = {"msgtype": "m.text", "body": "À lire.", "fr.parvis.post": {"kind": "announcement", "confirm": True}}
        asks = await self.send(self.alice, "m.room.message", content)
        assert isinstance(await self.arrives(self.bob, asks), RoomMessageText)
        path = f"/api/v1/feeds{self.at(self.room)}/posts{self.at(asks)}/confirmations"
        told = await self.ask(path, token=self.alice.access_token)
        assert told["asked_of"] == 1 and told["missing"] == [self.bob.user_id], told

    async def comments(self):
        """his answer in its thread is a comment, and his reaction is counted"""
        thread = {"rel_type": "m.thread", "event_id": self.events["post"]}
        content = {"msgtype": "m.text", "body": "Merci !", "m.relates_to": thread}
        comment = await self.send(self.bob, "m.room.message", content)
        useful = {"rel_type": "m.annotation", "event_id": self.events["post"], "key": "👍"}
        await self.send(self.bob, "m.reaction", {"m.relates_to": useful})
        await self.arrives(self.alice, comment)
        path = f"/_matrix/client/v3/rooms{self.at(self.room)}/event{self.at(self.events['post'])}"
        post = await self.ask(path, token=self.alice.access_token)
        assert post["unsigned"]["m.relations"]["m.thread"]["count"] == 1, post
        found = self.alice.room_get_event_relations(
            self.room, self.events["post"], RelationshipType.annotation
        )
        assert [e.sender async for e in found] == [self.bob.user_id]

    async def votes(self):
        """he votes in a poll of the feed"""
        answers = [{"m.id": str(i), "m.text": [{"body": day}]} for i, day in enumerate(("Samedi", "Dimanche"))]
        poll = {"kind": "m.disclosed", "max_selections": 1, "answers": answers}
        poll["question"] = {"m.text": [{"body": "Quel jour ?"}]}
        asked = await self.send(
            self.alice, "m.poll.start", {"m.poll": poll, "m.text": [{"body": "Quel jour ?"}]}
        )
        event = await self.arrives(self.bob, asked)
        assert event.source["content"]["m.poll"] == poll, event.source
        vote = {"m.selections": ["1"], "m.relates_to": {"rel_type": "m.reference", "event_id": asked}}
        sent = await self.send(self.bob, "m.poll.response", vote)
        await self.arrives(self.alice, sent)

    async def is_bound(self):
        """once Alice has made him a reader, he posts nothing more"""
        member = self.at(self.space) + "/members" + self.at(self.bob.user_id)
        await self.parvis(member, {"role": "reader"}, "PUT")
        content = {"msgtype": "m.text", "body": "Encore moi"}
        refused = await self.bob.room_send(self.room, "m.room.message", content)
        assert isinstance(refused, ErrorResponse), refused
        assert refused.status_code == "M_FORBIDDEN", refused

    async def leaves(self):
        """he leaves the space, and with it its feed"""
        good(await self.bob.room_leave(self.space))
        left = set()

        def both_left(answer):
            left.update(answer.rooms.leave)
            return {self.space, self.room} <= left

        await self.until(self.bob, both_left)
        joined = good(await self.bob.joined_rooms()).rooms
        assert not {self.space, self.room} & set(joined), joined
        members = (await self.parvis(self.at(self.space) + "/members"))["members"]
        assert [member["user_id"] for member in members] == [self.alice.user_id], members

    def steps(self):
        return [
            self.sign_up,
            self.is_found,
            self.looks_absent,
            self.comes_in,
            self.sees_rooms,
            self.reads,
            self.posts,
            self.comments,
            self.votes,
            self.is_bound,
            self.leaves,
        ]


if __name__ == "__main__":
    run(Space)

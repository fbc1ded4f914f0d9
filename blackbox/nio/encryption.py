"""Two people who use matrix-nio with its encryption, which is vodozemac: `URL [SHARED_SECRET]`."""

import asyncio
import io

from nio import MegolmEvent, RoomMessageText, crypto
from nio.exceptions import OlmUnverifiedDeviceError
from people import PASSWORD, Talk, good, run

ENCRYPTION = {
    "type": "m.room.encryption",
    "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}


class Encryption(Talk):
    """The steps in their order."""

    def __init__(self, url, secret):
        super().__init__(url, secret)
        self.second = None

    async def attend(self, client):
        if client.should_upload_keys:
            good(await client.keys_upload())
        if client.should_query_keys:
            good(await client.keys_query())
        for sent in await client.send_to_device_messages():
            good(sent)

    async def sign_in(self, who, device):
        client = self.client(who, encrypts=True)
        good(await client.login(PASSWORD, device_name=device))
        await self.when(client, lambda: not client.should_upload_keys)
        return client

    async def when(self, client, so):
        """Syncs until it is so, if it is not yet."""
        if not so():
            await self.until(client, lambda _: so())

    async def write(self, client, body, **options):
        content = {"msgtype": "m.text", "body": body}
        return good(await client.room_send(self.room, "m.room.message", content, **options)).event_id

    async def reads(self, client, event_id, body):
        event = await self.arrives(client, event_id)
        assert isinstance(event, RoomMessageText), event
        assert event.decrypted and event.body == body, event.source
        return event

    async def knows(self, client, other):
        """This client knows the keys of the other's device."""
        store = client.device_store
        await self.when(client, lambda: other.device_id in store[other.user_id])
        return store[other.user_id][other.device_id]

    async def emoji(self, client):
        """The emoji of the one verification of this client, once both keys are exchanged."""
        await self.when(client, lambda: any(sas.established_sas for sas in talks(client)))
        return talks(client)[0].get_emoji()

    # The steps.

    async def sign_up(self):
        """both sign up and leave the keys of their devices"""
        for who in ("alice", "bob"):
            await self.register(who)
            setattr(self, who, await self.sign_in(who, "first"))

    async def create(self):
        """Alice makes an encrypted room, and Bob joins"""
        made = await self.alice.room_create(invite=[self.bob.user_id], initial_state=[ENCRYPTION])
        self.room = good(made).room_id
        await self.until(self.bob, lambda synced: self.room in synced.rooms.invite)
        good(await self.bob.join(self.room))
        for client, other in ((self.alice, self.bob), (self.bob, self.alice)):
            await self.when(client, lambda: self.has_member(client, other))
            assert client.rooms[self.room].encrypted
            await self.knows(client, other)

    def has_member(self, client, other):
        return self.room in client.rooms and other.user_id in client.rooms[self.room].users

    async def unverified(self):
        """nothing is sent to a device that Alice has not verified"""
        try:
            await self.write(self.alice, "Trop tôt")
        except OlmUnverifiedDeviceError as refused:
            assert refused.device.device_id == self.bob.device_id, refused.device
        else:
            raise AssertionError("it was sent")

    async def verify(self):
        """they compare emoji and verify each other's devices"""
        device = await self.knows(self.alice, self.bob)
        good(await self.alice.start_key_verification(device))
        await self.when(self.bob, lambda: talks(self.bob))
        talk = talks(self.bob)[0].transaction_id
        good(await self.bob.accept_key_verification(talk))
        shown = await asyncio.gather(self.emoji(self.alice), self.emoji(self.bob))
        assert len(shown[0]) == 7 and shown[0] == shown[1], shown
        for client in (self.alice, self.bob):
            good(await client.confirm_short_auth_string(talk))
        await asyncio.gather(
            self.verified(self.alice, self.bob), self.verified(self.bob, self.alice)
        )

    async def verified(self, client, other):
        device = await self.knows(client, other)
        await self.when(client, lambda: device.verified)

    async def both_ways(self):
        """they read each other, and the server has only what is encrypted"""
        for client, other, body in (
            (self.alice, self.bob, "Bonjour Bob"),
            (self.bob, self.alice, "Bonjour Alice"),
        ):
            sent = await self.write(client, body)
            await self.reads(other, sent, body)
            path = f"/_matrix/client/v3/rooms/{self.room}/event/{sent}"
            kept = await self.ask(path, token=client.access_token)
            assert kept["type"] == "m.room.encrypted" and body not in str(kept), kept

    async def file(self):
        """an encrypted file comes as it was"""
        data = bytes(range(256)) * 40
        kept, keys = await self.alice.upload(io.BytesIO(data), encrypt=True, filesize=len(data))
        got = good(await self.bob.download(mxc=good(kept).content_uri))
        assert got.body != data
        key, digest, iv = keys["key"]["k"], keys["hashes"]["sha256"], keys["iv"]
        assert crypto.decrypt_attachment(got.body, key, digest, iv) == data

    async def new_device(self):
        """a second device of Bob reads what is written after he signed in, and nothing before"""
        self.second = await self.sign_in("bob", "second")
        page = good(await self.second.room_messages(self.room, limit=20))
        before = [e for e in page.chunk if e.source["type"] == "m.room.encrypted"]
        assert before and all(isinstance(e, MegolmEvent) for e in before), before
        device = await self.knows(self.alice, self.second)
        assert not device.verified
        self.alice.verify_device(device)
        sent = await self.write(self.alice, "Pour tes deux appareils")
        await self.reads(self.second, sent, "Pour tes deux appareils")
        await self.reads(self.bob, sent, "Pour tes deux appareils")

    async def signed_out(self):
        """after it signed out it gets no keys any more"""
        gone = await self.knows(self.alice, self.second)
        good(await self.second.logout())
        left = self.alice.device_store.active_user_devices
        await self.when(self.alice, lambda: gone.id not in [d.id for d in left(gone.user_id)])
        sent = await self.write(self.alice, "Pour un seul")
        await self.reads(self.bob, sent, "Pour un seul")

    def steps(self):
        return [
            self.sign_up,
            self.create,
            self.unverified,
            self.verify,
            self.both_ways,
            self.file,
            self.new_device,
            self.signed_out,
        ]


def talks(client):
    """The verifications that a client has begun or been asked for."""
    return list(client.key_verifications.values())


if __name__ == "__main__":
    run(Encryption)

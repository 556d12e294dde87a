"""matrix-nio, a client library in Python, without and with encryption: nio_conversation.py URL

It still speaks the paths of the old specification (r0) and sends its token in the query string.
"""

import asyncio
import hashlib
import logging
import pathlib
import secrets
import shutil
import sys
import tempfile
import time

import nio
from nio.crypto import decrypt_attachment

from partner import Partner
from steps import check, equal, limit, passed, step

PHOTO = (pathlib.Path(__file__).parent.parent / "photo.jpg").read_bytes()
SYNC_MILLIS = 3000


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def good(response, kind):
    """nio answers errors as values; a step fails on them."""
    if not isinstance(response, kind):
        raise AssertionError(f"expected {kind.__name__}, got {response}")
    return response


class Device:
    """A nio client and what it has heard."""

    def __init__(self, url, name, store=None):
        config = nio.AsyncClientConfig(
            max_limit_exceeded=5,
            max_timeouts=1,
            request_timeout=30,
            encryption_enabled=store is not None,
            store_sync_tokens=True,
        )
        self.client = nio.AsyncClient(url, name, store_path=str(store) if store else "", config=config)
        self.heard = []
        self.photos = []
        self.client.add_event_callback(self._hear, nio.RoomMessageText)
        self.client.add_event_callback(self._see, nio.RoomEncryptedImage)

    def _hear(self, room, event):
        self.heard.append((event.sender, event.body, event.decrypted))

    @property
    def last(self):
        return self.heard[-1][1] if self.heard else None

    def _see(self, room, event):
        self.photos.append(event)

    async def turn(self, timeout=SYNC_MILLIS):
        """One round of what nio's sync_forever does."""
        good(await self.client.sync(timeout), nio.SyncResponse)
        if self.client.olm:
            await self.client.send_to_device_messages()
            if self.client.should_upload_keys:
                good(await self.client.keys_upload(), nio.KeysUploadResponse)
            if self.client.should_query_keys:
                good(await self.client.keys_query(), nio.KeysQueryResponse)
            if self.client.should_claim_keys:
                users = self.client.get_users_for_key_claiming()
                good(await self.client.keys_claim(users), nio.KeysClaimResponse)

    async def until(self, what, probe, seconds=20):
        deadline = time.monotonic() + seconds
        while not probe():
            if time.monotonic() > deadline:
                raise TimeoutError(f"not within {seconds} s: {what}; heard {self.heard}")
            await self.turn()

    async def members(self, room_id, count):
        """Waits until this client counts so many members."""
        rooms = self.client.rooms
        await self.until(f"{count} members", lambda: room_id in rooms and rooms[room_id].joined_count == count)

    async def say(self, room_id, body):
        content = {"msgtype": "m.text", "body": body}
        sent = await self.client.room_send(room_id, "m.room.message", content, ignore_unverified_devices=True)
        return good(sent, nio.RoomSendResponse).event_id


async def conversation(url, run):
    password = secrets.token_urlsafe(12)
    with step("nio registers two people, logs out, and logs in with the password"):
        bomi, sori = Device(url, f"bomi-{run}"), Device(url, f"sori-{run}")
        for device in (bomi, sori):
            good(await device.client.register(device.client.user, password, "파이썬"), nio.RegisterResponse)
        good(await bomi.client.logout(), nio.LogoutResponse)
        good(await bomi.client.login(password, "파이썬, 다시"), nio.LoginResponse)
        good(await bomi.client.set_displayname("봄이"), nio.ProfileSetDisplayNameResponse)
        await bomi.turn(0)
        await sori.turn(0)
    with step("one makes a room and invites the other, who sees the invitation and joins"):
        made = await bomi.client.room_create(name="파이썬 방", invite=[sori.client.user_id])
        room_id = good(made, nio.RoomCreateResponse).room_id
        await sori.until("the invitation", lambda: room_id in sori.client.invited_rooms)
        equal(sori.client.invited_rooms[room_id].name, "파이썬 방", "name in the invitation")
        good(await sori.client.join(room_id), nio.JoinResponse)
        await sori.until("the room", lambda: room_id in sori.client.rooms)
        await bomi.members(room_id, 2)
        equal(sori.client.rooms[room_id].user_name(bomi.client.user_id), "봄이", "display name")
    with step("they talk, one is seen typing, and what was read is known"):
        greeting = await bomi.say(room_id, "파이썬에서 안녕하세요")
        await sori.until("the greeting", lambda: sori.last == "파이썬에서 안녕하세요")
        room = sori.client.rooms[room_id]
        await sori.until("one unread", lambda: room.unread_notifications == 1)
        good(await sori.client.room_read_markers(room_id, greeting, greeting), nio.RoomReadMarkersResponse)
        await sori.until("none unread", lambda: room.unread_notifications == 0)
        answer = await sori.say(room_id, "잘 들려요 😀")
        await bomi.until("the answer", lambda: bomi.last == "잘 들려요 😀")
        good(await bomi.client.room_typing(room_id, True, 20_000), nio.RoomTypingResponse)
        await sori.until("typing", lambda: bomi.client.user_id in room.typing_users)
        good(await bomi.client.room_read_markers(room_id, answer, answer), nio.RoomReadMarkersResponse)
        receipts = room.read_receipts
        await sori.until(
            "the receipt",
            lambda: bomi.client.user_id in receipts and receipts[bomi.client.user_id].event_id == answer,
        )
    with step("a photo arrives unchanged, also as a thumbnail"):
        uploaded, _ = await bomi.client.upload(lambda *_: [PHOTO], "image/jpeg", "봉수대.jpg")
        mxc = good(uploaded, nio.UploadResponse).content_uri
        got = good(await sori.client.download(mxc), nio.DownloadResponse)
        equal(sha256(got.body), sha256(PHOTO), "SHA-256 of the photo")
        equal(got.content_type, "image/jpeg", "type")
        server, media = mxc[len("mxc://") :].split("/")
        small = good(await sori.client.thumbnail(server, media, 160, 120), nio.ThumbnailResponse)
        check(len(small.body) < len(PHOTO) / 2, f"the thumbnail of {len(small.body)} bytes is small")
    with step("a message is deleted, and the history says so"):
        wrong = await bomi.say(room_id, "잘못 보냈어요")
        good(await bomi.client.room_redact(room_id, wrong, "실수"), nio.RoomRedactResponse)
        await sori.turn(0)
        history = good(await sori.client.room_messages(room_id, sori.client.next_batch, limit=50), nio.RoomMessagesResponse)
        deleted = [e for e in history.chunk if e.event_id == wrong]
        check(isinstance(deleted[0], nio.RedactedEvent), f"a redacted event, not {deleted[0]}")
        texts = [e.body for e in history.chunk if isinstance(e, nio.RoomMessageText)]
        equal(texts, ["잘 들려요 😀", "파이썬에서 안녕하세요"], "history, newest first")
    with step("one leaves, and the other sees it"):
        good(await sori.client.room_leave(room_id), nio.RoomLeaveResponse)
        await bomi.members(room_id, 1)
        await bomi.client.close()
        await sori.client.close()


async def encrypted(url, run, store, partner):
    password = secrets.token_urlsafe(12)
    with step("nio and matrix-js-sdk meet in an encrypted room"):
        name = f"nabi-{run}"
        first = Device(url, name, store)
        good(await first.client.register(name, password, "파이썬"), nio.RegisterResponse)
        await first.turn(0)
        friend = partner.told("ready", 30)["ready"]
        rules = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
        made = await first.client.room_create(name="둘만의 방", invite=[friend], initial_state=[rules])
        room_id = good(made, nio.RoomCreateResponse).room_id
        partner.told("joined")
        await first.members(room_id, 2)
        check(first.client.rooms[room_id].encrypted, "the room is encrypted")
    with step("nio's encrypted words are read by matrix-js-sdk"):
        await first.say(room_id, "파이썬에서 보내는 비밀이에요")
        heard = partner.told("heard")
        equal((heard["heard"], heard["encrypted"]), ("파이썬에서 보내는 비밀이에요", True), "what the partner read")
    with step("matrix-js-sdk's encrypted words are read by nio"):
        partner.ask(say="브라우저에서 받았어요", room=room_id)
        await first.until("the answer", lambda: (friend, "브라우저에서 받았어요", True) in first.heard)
    with step("an encrypted photo goes from nio to matrix-js-sdk"):
        uploaded, keys = await first.client.upload(lambda *_: [PHOTO], "image/jpeg", encrypt=True)
        mxc = good(uploaded, nio.UploadResponse).content_uri
        content = {"msgtype": "m.image", "body": "봉수대.jpg", "file": {**keys, "url": mxc}, "info": {"size": len(PHOTO)}}
        sent = await first.client.room_send(room_id, "m.room.message", content, ignore_unverified_devices=True)
        good(sent, nio.RoomSendResponse)
        equal(partner.told("photo")["photo"], sha256(PHOTO), "SHA-256 at the partner")
    with step("an encrypted photo goes from matrix-js-sdk to nio"):
        partner.ask(photo=True, room=room_id)
        await first.until("the photo", lambda: first.photos)
        event = first.photos[0]
        got = good(await first.client.download(event.url), nio.DownloadResponse)
        clear = decrypt_attachment(got.body, event.key["k"], event.hashes["sha256"], event.iv)
        check(got.body != clear, "the server's copy is not the photo")
        equal(sha256(clear), sha256(PHOTO), "SHA-256 of the photo")
    with step("what was said while nio was off is read after it starts again"):
        login = first.client
        await login.close()
        for number in range(1, 4):
            partner.ask(say=f"꺼진 동안 {number}", room=room_id)
        second = Device(url, name, store)
        second.client.restore_login(login.user_id, login.device_id, login.access_token)
        missed = [(friend, f"꺼진 동안 {number}", True) for number in range(1, 4)]
        await second.until("all three", lambda: [h for h in second.heard if h in missed] == missed)
        await second.say(room_id, "이제 다 읽었어요")
        equal(partner.told("heard")["heard"], "이제 다 읽었어요", "what the partner read")
        await second.client.close()


async def main():
    # nio warns about each member event that it does not understand; a step that fails says more.
    logging.disable(logging.ERROR)
    url = sys.argv[1].rstrip("/")
    run = secrets.token_hex(4)
    store = pathlib.Path(tempfile.mkdtemp(prefix="bongsu-nio-"))
    partner = Partner(url, f"garam-{run}")
    try:
        await conversation(url, run)
        await encrypted(url, run, store, partner)
        passed()
    finally:
        partner.end()
        shutil.rmtree(store, ignore_errors=True)


limit(110)
asyncio.run(main())

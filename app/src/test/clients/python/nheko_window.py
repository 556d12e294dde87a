"""nheko, a desktop client, in a window nobody sees: nheko_window.py URL [SCREENSHOT.png]

It is started under Xvfb with a login, opens the room, is looked at, and is driven with mouse and keyboard.
"""

import os
import pathlib
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time

from account import API, Account
from partner import Partner
from steps import check, equal, limit, passed, step, until

PHOTO = pathlib.Path(__file__).parent.parent / "photo.jpg"
WIDTH, HEIGHT = 1066, 600

# Where things are in a window of that size.
CANCEL_SETUP = (WIDTH - 66, HEIGHT - 50)
FIRST_ROOM = (130, 105)
MESSAGE_BOX = (WIDTH - 416, HEIGHT - 22)

# The window has some thousands of colours, the photo tens of thousands.
COLOURS_OF_THE_PHOTO = 20_000

SETTINGS = """[General]
run_without_secure_secrets_service=true

[auth]
access_token={token}
device_id={device}
home_server={url}
user_id=@{user}

[user]
font_size=13
theme=light

[window]
width={width}
height={height}
"""


def end(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=5)


class Screen:
    """Xvfb on a free display."""

    def __init__(self, home):
        reading, writing = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=open(home / "xvfb.log", "w"),
        )
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        check(number, f"Xvfb starts: {(home / 'xvfb.log').read_text()}")
        self.display = f":{number}"
        self.environment = dict(os.environ, DISPLAY=self.display)

    def run(self, *command):
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=30)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]}: {done.stderr}")
        return done.stdout

    def click(self, place):
        self.run("xdotool", "mousemove", str(place[0]), str(place[1]), "click", "1")

    def paste(self, text):
        """Into what has the focus. Typing Korean would map a key for each syllable, and lose some on a busy machine."""
        holder = subprocess.Popen(
            ["xclip", "-quiet", "-selection", "clipboard"],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            holder.stdin.write(text.encode())
            holder.stdin.close()
            until("the clipboard holds the words", lambda: self.clipboard() == text)
            self.key("ctrl+v")
            time.sleep(0.5)
        finally:
            end(holder)

    def clipboard(self):
        """What it holds; empty where nobody holds anything."""
        command = ["xclip", "-out", "-selection", "clipboard"]
        done = subprocess.run(command, env=self.environment, capture_output=True, timeout=30)
        return done.stdout.decode()

    def key(self, name):
        self.run("xdotool", "key", name)

    def picture(self, path):
        self.run("import", "-window", "root", str(path))
        return path

    def colours(self, path):
        return int(self.run("identify", "-format", "%k", str(path)))

    def words(self, path):
        """What is legible in the conversation, without spaces: optical recognition sets those as it likes."""
        larger = path.with_suffix(".large.png")
        self.run("convert", str(path), "-colorspace", "Gray", "-crop", "560x500+350+65", "-resize", "250%", str(larger))
        text = self.run("tesseract", str(larger), "-", "-l", "kor", "--psm", "11")
        larger.unlink()
        return re.sub(r"\s", "", text)


class Nheko:
    """nheko with a home of its own."""

    def __init__(self, screen, home, account):
        for name in ("config/nheko", "cache", "data", "run"):
            (home / name).mkdir(parents=True, mode=0o700)
        (home / "config/nheko/nheko.conf").write_text(
            SETTINGS.format(
                token=account.token,
                device=account.device_id,
                url=account.url,
                user=account.user_id,
                width=WIDTH,
                height=HEIGHT,
            )
        )
        self.screen = screen
        self.log = home / "nheko.log"
        environment = dict(
            screen.environment,
            HOME=str(home),
            XDG_CONFIG_HOME=str(home / "config"),
            XDG_CACHE_HOME=str(home / "cache"),
            XDG_DATA_HOME=str(home / "data"),
            XDG_RUNTIME_DIR=str(home / "run"),
            # No desktop session: without this it would look for one and start one.
            DBUS_SESSION_BUS_ADDRESS=f"unix:path={home}/no-session-bus",
            QT_QUICK_BACKEND="software",
            QT_QPA_PLATFORM="xcb",
            LANG="C.UTF-8",
        )
        self.process = subprocess.Popen(
            ["nheko", "--log-level", "info", "--log-type", "stderr"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=open(self.log, "w"),
        )

    def dismiss_setup(self):
        """Closes the question whether to set up cross-signing, which comes when nheko feels like it."""
        self.alive()
        self.screen.click(CANCEL_SETUP)

    def open_first_room(self):
        self.dismiss_setup()
        time.sleep(0.5)
        self.screen.click(FIRST_ROOM)

    def say(self, words):
        self.dismiss_setup()
        self.screen.click(MESSAGE_BOX)
        self.screen.key("ctrl+a")
        self.screen.paste(words)
        self.screen.key("Return")

    def alive(self):
        check(self.process.poll() is None, f"nheko runs; it said: {self.log.read_text()[-2000:]}")
        return True


class Watcher:
    """봄이, who sees through the server what 가람 does in nheko."""

    def __init__(self, account, room_id):
        self.account = account
        self.room_id = room_id
        self.said = []
        self.read = {}

    def look(self, timeout_millis=0):
        events, read = self.account.room_news(self.room_id, timeout_millis)
        self.said += [e["content"].get("body") for e in events if e["type"] == "m.room.message"]
        self.read.update(read)

    def sees(self, act, done, tries=8, seconds=4):
        """Repeats an act of mouse or keyboard, which a window that is not ready yet may miss, until it shows."""
        for _ in range(tries):
            act()
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                self.look(500)
                if done():
                    return
        raise TimeoutError("the server saw nothing of it")


def conversation(url):
    run = secrets.token_hex(4)
    bomi = Account(url, f"bomi-{run}", "봄이").register("봄이의 휴대전화")
    garam = Account(url, f"garam-{run}", "가람").register("네코")
    room_id = bomi.create_room("봉수 가족방", [garam.user_id])
    garam.join(room_id)
    bomi.say(room_id, "안녕하세요, 오늘 저녁 약속 잊지 않으셨죠?")
    garam.say(room_id, "그럼요! 일곱 시에 서울역에서 뵐게요 😀")
    photo = PHOTO.read_bytes()
    bomi.send(
        room_id,
        {
            "msgtype": "m.image",
            "body": "봉수대.jpg",
            "url": bomi.upload(photo, "봉수대.jpg", "image/jpeg"),
            "info": {"mimetype": "image/jpeg", "size": len(photo), "w": 640, "h": 480},
        },
    )
    last = bomi.say(room_id, "우산 챙기세요, 비가 온대요")
    return bomi, garam, room_id, last


def encrypted_room(account, friend):
    rules = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
    body = {"name": "둘만의 방", "preset": "private_chat", "invite": [friend], "initial_state": [rules]}
    return account.call("POST", f"{API}/createRoom", body)["room_id"]


def said_and_heard(nheko, partner, words, tries=3):
    for attempt in range(1, tries + 1):
        nheko.say(words)
        try:
            return partner.told("heard", 8)
        except TimeoutError:
            if attempt == tries:
                raise


def legible(nheko, screen, picture, wanted, more_colours_than):
    """Waits until words are legible in a picture of the window with so many colours; says how many it has."""
    seen = {}

    def look():
        nheko.dismiss_setup()
        seen["colours"] = screen.colours(screen.picture(picture))
        seen["text"] = screen.words(picture)
        return seen["colours"] > more_colours_than and all(word in seen["text"] for word in wanted)

    try:
        until("the words are legible", look, 25)
    except TimeoutError:
        raise AssertionError(f"legible: {seen}, wanted: {wanted}") from None
    return seen["colours"]


def trial(url, home, picture):
    processes = []
    try:
        with step("two people have talked, and one of them has sent a photo"):
            bomi, garam, room_id, last = conversation(url)
            watcher = Watcher(bomi, room_id)
            watcher.look()
            screen = Screen(home)
            processes.append(screen.process)
        with step("nheko starts with 가람's login, syncs and uploads its device keys"):
            nheko = Nheko(screen, home, garam)
            processes.append(nheko.process)
            query = {"device_keys": {garam.user_id: []}}

            def device_keys():
                nheko.alive()
                known = bomi.call("POST", f"{API}/keys/query", query)["device_keys"].get(garam.user_id, {})
                return known.get(garam.device_id)

            found = until("the keys are on the server", device_keys, 40)
            check(f"ed25519:{garam.device_id}" in found["keys"], "a fingerprint key")
        with step("the room is opened with the mouse, and 봄이 sees that 가람 has read"):
            watcher.sees(nheko.open_first_room, lambda: watcher.read.get(garam.user_id) == last)
        with step("가람 writes Korean and presses Enter, and 봄이 receives it"):
            words = "네코에서 인사드려요"
            watcher.sees(lambda: nheko.say(words), lambda: words in watcher.said, tries=3, seconds=8)
        with step("봄이 answers, and nheko has it on the screen and marks it as read"):
            answer = bomi.say(room_id, "반가워요, 가람 씨")
            watcher.sees(nheko.alive, lambda: watcher.read.get(garam.user_id) == answer, tries=1, seconds=20)
        with step("the picture of the window shows what was said, and the photo") as remarks:
            words = {"서울역", "인사드려요", "반가워요"}
            colours = legible(nheko, screen, picture, words, COLOURS_OF_THE_PHOTO)
            remarks.append(f"{colours} colours, legible: {', '.join(sorted(words))}")
        with step("a friend on matrix-js-sdk speaks to 가람 in an encrypted room, and nheko shows it"):
            partner = Partner(url, f"sori-{secrets.token_hex(4)}")
            processes.append(partner.process)
            secret_room = encrypted_room(garam, partner.told("ready", 30)["ready"])
            partner.told("joined")
            partner.ask(say="비밀이에요, 서울역에서 만나요", room=secret_room)
            time.sleep(1)
            nheko.open_first_room()
            legible(nheko, screen, picture.with_stem(f"{picture.stem}-encrypted"), {"비밀이에요", "만나요"}, 0)
        with step("what 가람 writes there is read by the friend, and was encrypted"):
            heard = said_and_heard(nheko, partner, "비밀 지킬게요")
            equal((heard["heard"], heard["encrypted"]), ("비밀 지킬게요", True), "what the friend read")
    except SystemExit:
        log = home / "nheko.log"
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        print("nheko said last:", *[f"    | {line[:300]}" for line in lines[-40:]], sep="\n")
        raise
    finally:
        for process in reversed(processes):
            end(process)


def main():
    limit(150)
    home = pathlib.Path(tempfile.mkdtemp(prefix="bongsu-nheko-"))
    picture = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else home / "window.png"
    try:
        trial(sys.argv[1].rstrip("/"), home, picture)
        passed()
    finally:
        shutil.rmtree(home, ignore_errors=True)


main()

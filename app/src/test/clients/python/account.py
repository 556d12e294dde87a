"""An account used through plain HTTP: the eyes with which a trial looks at what a client did."""

import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request

API = "/_matrix/client/v3"


def quoted(text):
    return urllib.parse.quote(text, safe="")


class Refused(Exception):
    """The server's answer with a status of 400 or more."""

    def __init__(self, method, path, status, body):
        super().__init__(f"{method} {path} -> {status} {body}")
        self.status = status
        self.body = body


class Account:
    def __init__(self, url, name, display_name):
        self.url = url
        self.token = None
        self.name = name
        self.password = f"비밀-{secrets.token_urlsafe(12)}"
        self.display_name = display_name
        self._since = None
        self._transaction = 0

    def call(self, method, path, body=None, raw=None, content_type="application/json"):
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": content_type}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=40) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            try:
                raise Refused(method, path, error.code, json.loads(text)) from None
            except json.JSONDecodeError:
                raise Refused(method, path, error.code, text) from None

    def _patiently(self, method, path, body, attempts=5):
        """Asks again when the server says that there were too many requests."""
        for attempt in range(1, attempts + 1):
            try:
                return self.call(method, path, body)
            except Refused as refusal:
                if refusal.status != 429 or attempt == attempts:
                    raise
                time.sleep(refusal.body["retry_after_ms"] / 1000)

    def register(self, device_name):
        body = {"username": self.name, "password": self.password, "initial_device_display_name": device_name}
        try:
            answer = self._patiently("POST", f"{API}/register", body)
        except Refused as asked:
            if asked.status != 401:
                raise
            body["auth"] = {"type": "m.login.dummy", "session": asked.body["session"]}
            answer = self._patiently("POST", f"{API}/register", body)
        self.token, self.user_id, self.device_id = answer["access_token"], answer["user_id"], answer["device_id"]
        self.call("PUT", f"{API}/profile/{quoted(self.user_id)}/displayname", {"displayname": self.display_name})
        return self

    def create_room(self, name, invite):
        body = {"name": name, "preset": "private_chat", "invite": invite}
        return self.call("POST", f"{API}/createRoom", body)["room_id"]

    def join(self, room_id):
        self.call("POST", f"{API}/join/{quoted(room_id)}", {})

    def send(self, room_id, content, kind="m.room.message"):
        self._transaction += 1
        path = f"{API}/rooms/{quoted(room_id)}/send/{kind}/{self.device_id}-{self._transaction}"
        return self.call("PUT", path, content)["event_id"]

    def say(self, room_id, body):
        return self.send(room_id, {"msgtype": "m.text", "body": body})

    def upload(self, data, name, content_type):
        path = f"/_matrix/media/v3/upload?filename={quoted(name)}"
        return self.call("POST", path, raw=data, content_type=content_type)["content_uri"]

    def sync(self, timeout_millis=0):
        """What is new since the last call."""
        since = f"&since={quoted(self._since)}" if self._since else ""
        answer = self.call("GET", f"{API}/sync?timeout={timeout_millis}{since}")
        self._since = answer["next_batch"]
        return answer

    def room_news(self, room_id, timeout_millis=0):
        """New timeline events of a room and the event that each user has newly read up to."""
        room = self.sync(timeout_millis).get("rooms", {}).get("join", {}).get(room_id, {})
        read = {}
        for event in room.get("ephemeral", {}).get("events", []):
            if event["type"] == "m.receipt":
                for event_id, kinds in event["content"].items():
                    for user in kinds.get("m.read", {}):
                        read[user] = event_id
        return room.get("timeline", {}).get("events", []), read

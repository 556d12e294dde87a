"""The other side of a conversation: a program on matrix-js-sdk (js/partner.mjs), spoken to in lines of JSON."""

import json
import pathlib
import queue
import subprocess
import threading
import time

FOLDER = pathlib.Path(__file__).parent.parent


class Partner:
    def __init__(self, url, name):
        self.process = subprocess.Popen(
            ["node", "js/partner.mjs", url, name],
            cwd=FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._lines = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.process.stdout:
            self._lines.put(json.loads(line))
        self._lines.put(None)

    def told(self, key, seconds=20):
        """The next line that has `key`; those before it are dropped."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                line = self._lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise TimeoutError(f"the partner did not tell '{key}' within {seconds} s") from None
            if line is None:
                raise RuntimeError(f"the partner ended, code {self.process.wait(5)}")
            if key in line:
                return line

    def ask(self, **what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(timeout=5)

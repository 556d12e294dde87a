"""Numbered steps with "ok" or "FAILED"; the first failure ends the script with exit code 1."""

import contextlib
import signal
import sys
import time
import traceback

_number = 0
_started = time.monotonic()


@contextlib.contextmanager
def step(title):
    """One step; whatever its body raises is the failure. Appending to the list that it gets adds a remark."""
    global _number
    _number += 1
    before = time.monotonic()
    remarks = []
    try:
        yield remarks
    except Exception:
        print(f"{_number:2}. {title} ... FAILED [{_millis(before)} ms]", flush=True)
        traceback.print_exc(file=sys.stdout)
        sys.exit(1)
    remark = f" ({', '.join(remarks)})" if remarks else ""
    print(f"{_number:2}. {title} ... ok{remark} [{_millis(before)} ms]", flush=True)


def _millis(since):
    return round((time.monotonic() - since) * 1000)


def limit(seconds):
    """Ends the script with a failure once it has run for so long."""

    def late(_signal, _frame):
        raise TimeoutError(f"the scenario took longer than {seconds} s")

    signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)


def passed():
    print(f"{_number} steps passed in {time.monotonic() - _started:.1f} s", flush=True)


def check(condition, what):
    if not condition:
        raise AssertionError(f"expected: {what}")


def equal(actual, expected, what):
    if actual != expected:
        raise AssertionError(f"{what}: expected {expected!r}, got {actual!r}")


def until(what, probe, seconds=15):
    """Waits until `probe` returns something true, at most `seconds`, and returns it."""
    deadline = time.monotonic() + seconds
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s: {what}")
        time.sleep(0.1)

"""A terminal of one's own: a program behind a pseudo-terminal, keys sent to it, and what it shows."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CTRL_C = "\x03"
CLEAR_LINE = "\x15"
_CONTROLS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b[()][A-Z0-9]|\x1b[=>]|[\x0e\x0f\x07]")
# The program becomes the terminal's own, so that Ctrl-C reaches it as a person's would.
_TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
_SIZE = struct.pack("HHHH", 40, 200, 0, 0)  # rows, columns: no sentence is broken


@dataclass
class Screen:
    """A running program and everything that it has shown so far, without colours and cursor movements."""

    process: subprocess.Popen[bytes]
    _descriptor: int
    _shown: bytearray = field(default_factory=bytearray)

    @property
    def text(self) -> str:
        return _CONTROLS.sub("", self._shown.decode(errors="replace")).replace("\r", "")

    def send(self, keys: str) -> None:
        os.write(self._descriptor, keys.encode())

    def wait_for(self, wanted: str, *, times: int = 1, seconds: float = 60) -> str:
        """Everything shown, once `wanted` stands there so many times."""
        ends = time.monotonic() + seconds
        while self.text.count(wanted) < times:
            assert time.monotonic() < ends, f"{wanted!r} is not shown: {self.text!r}"
            assert self._look(), f"it ended without {wanted!r}: {self.text!r}"
        return self.text

    def end(self, *, seconds: float = 60) -> int:
        """The exit status, once the program has ended by itself."""
        ends = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < ends:
            self._look()
        while self._look():  # what it showed last
            pass
        return self.process.wait(1)

    def forget(self) -> None:
        """What was shown so far is no longer looked at."""
        self._shown.clear()

    def rest(self, seconds: float) -> None:
        """Take what comes until nothing has come for so long."""
        while select.select([self._descriptor], [], [], seconds)[0] and self._look():
            pass

    def _look(self) -> bool:
        """Take what is shown within a moment; False once nothing more can come."""
        if not select.select([self._descriptor], [], [], 0.2)[0]:
            return self.process.poll() is None
        try:
            more = os.read(self._descriptor, 65_536)
        except OSError:  # Linux's way of saying that the other end is closed
            return False
        self._shown += more
        return bool(more)


@contextlib.contextmanager
def terminal(command: Sequence[str], *, environment: Mapping[str, str], folder: Path) -> Iterator[Screen]:
    """`command` in a terminal of 200 columns, in `folder`; it is killed if it is still there at the end."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, _SIZE)
    process = subprocess.Popen(
        [sys.executable, "-c", _TAKE_TERMINAL, *command],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={"TERM": "xterm", **environment},
        cwd=folder,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Screen(process, ours)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        os.close(ours)

"""kpisheet.html in Firefox and in WebKit, spoken to in their own protocols: no driver but what Debian has.

Whatever is asked is a script in the page, so that both browsers are asked in the same words.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

PATIENCE = 300.0  # seconds; a slow machine isn't the page's fault

# What the page saves is kept here; no browser asks a person for a folder.
_HANDS = """
window.kept = [];
window.violations = [];
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  violations.push(`${violatedDirective} ${blockedURI}`);
});
HTMLAnchorElement.prototype.click = function () { kept[kept.length - 1].name = this.download; };
const addressOf = URL.createObjectURL;
document.getElementById("files").hidden = false; // or WebKit's driver types no path into it
URL.createObjectURL = (blob) => (kept.push({ blob }), addressOf.call(URL, blob));
window.lettersOf = (place) => {
  const reader = new FileReader();
  reader.onload = () => { kept[place].letters = reader.result.split(",")[1]; };
  reader.readAsDataURL(kept[place].blob);
};
"""


_INPUT = {"using": "css selector", "value": "#files"}


class Browser(Protocol):
    """A running browser with one window."""

    def open(self, address: str) -> None:
        """Load the page."""

    def ask(self, script: str) -> Any:
        """What the function body returns."""

    def choose(self, paths: Sequence[Path]) -> None:
        """Choose files in the page's input, as from the browser's own window for that."""

    def close(self) -> None:
        """End the browser."""


class Firefox:
    """Firefox by Marionette: JSON over a socket, each message with its length before it."""

    def __init__(self, profile: Path) -> None:
        port = _free_port()
        (profile / "user.js").write_text(f'user_pref("marionette.port", {port});\n', encoding="utf-8")
        program = shutil.which("firefox-esr") or "firefox-esr"
        self._process = subprocess.Popen(
            [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._socket = _connected(port)
        self._stream = self._socket.makefile("rwb")
        self._heard()  # its greeting
        self._id = 0
        self._do("WebDriver:NewSession", {})

    def open(self, address: str) -> None:
        self._do("WebDriver:Navigate", {"url": address})

    def ask(self, script: str) -> Any:
        return self._do("WebDriver:ExecuteScript", {"script": script, "args": []})["value"]

    def choose(self, paths: Sequence[Path]) -> None:
        found = self._do("WebDriver:FindElement", _INPUT)["value"]
        typed = {"id": next(iter(found.values())), "text": "\n".join(map(str, paths))}
        self._do("WebDriver:ElementSendKeys", typed)

    def close(self) -> None:
        self._stream.close()
        self._socket.close()
        self._process.terminate()
        self._process.wait(30)

    def _do(self, command: str, facts: Mapping[str, Any]) -> Any:
        self._id += 1
        said = json.dumps([0, self._id, command, facts]).encode()
        self._stream.write(b"%d:%b" % (len(said), said))
        self._stream.flush()
        _, _, error, result = self._heard()
        assert error is None, error
        return result

    def _heard(self) -> Any:
        length = b""
        while (letter := self._stream.read(1)) != b":":
            length += letter
        return json.loads(self._stream.read(int(length)))


class WebKit:
    """WebKitGTK by its own WebDriver, on a screen that nobody sees."""

    def __init__(self, _profile: Path) -> None:
        port = _free_port()
        self._process = subprocess.Popen(
            ["xvfb-run", "-a", "WebKitWebDriver", f"--port={port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _connected(port).close()
        self._address = f"http://127.0.0.1:{port}"
        program = next(iter(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")), None)
        options = {"args": ["--automation"], **({"binary": str(program)} if program else {})}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._address += f"/session/{self._do('/session', wanted)['sessionId']}"

    def open(self, address: str) -> None:
        self._do("/url", {"url": address})

    def ask(self, script: str) -> Any:
        return self._do("/execute/sync", {"script": script, "args": []})

    def choose(self, paths: Sequence[Path]) -> None:
        found = next(iter(self._do("/element", _INPUT).values()))
        self._do(f"/element/{found}/value", {"text": "\n".join(map(str, paths))})

    def close(self) -> None:
        request = urllib.request.Request(self._address, method="DELETE")  # noqa: S310 - this very machine
        urllib.request.urlopen(request, timeout=PATIENCE).close()  # noqa: S310
        os.killpg(self._process.pid, signal.SIGTERM)  # the screen and the driver on it
        self._process.wait(30)

    def _do(self, path: str, facts: Mapping[str, Any]) -> Any:
        request = urllib.request.Request(  # noqa: S310 - this very machine
            self._address + path, json.dumps(facts).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return json.load(answer)["value"]


class HandedPage:
    """The page in such a browser, as a person's hands have it."""

    def __init__(self, browser: Browser, page: Path) -> None:
        self.browser = browser
        browser.open(page.as_uri())
        browser.ask(_HANDS)

    def hand_in(self, *paths: Path) -> None:
        """Choose the files, and wait until all that comes of them is there."""
        self.browser.choose(paths)
        self.wait("document.getElementById('busy').hidden && !!document.getElementById('status').textContent")

    def wait(self, condition: str) -> None:
        """Until the condition is true."""
        end = time.monotonic() + PATIENCE
        while not self.browser.ask(f"return {condition}"):
            assert time.monotonic() < end, self.browser.ask("return document.body.innerText.slice(0, 2000)")
            time.sleep(0.2)

    def saved(self, selector: str) -> tuple[str, bytes]:
        """The name and the bytes that are saved when the button is pressed."""
        place = self.browser.ask("return kept.length")
        self.browser.ask(f"document.querySelector({json.dumps(selector)}).click()")
        self.wait(f"kept[{place}]?.name !== undefined")
        self.browser.ask(f"lettersOf({place})")
        self.wait(f"kept[{place}].letters !== undefined")
        name, letters = self.browser.ask(f"return [kept[{place}].name, kept[{place}].letters]")
        return name, base64.b64decode(letters)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            assert time.monotonic() < end, "the browser doesn't answer"
            time.sleep(0.1)

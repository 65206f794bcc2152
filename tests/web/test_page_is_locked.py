"""Nothing leaves the page: whatever script may try, a server on this very machine hears nothing of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.built_page import OpenPage, payload

pytestmark = pytest.mark.program("chromium")

# Every way of a script to reach a server without leaving the page. Each asks for an address of its own.
_ATTEMPTS = """async (server) => {
  const element = (tag, facts, home = document.body) => {
    const made = Object.assign(document.createElement(tag), facts);
    home.append(made);
    return made;
  };
  const tries = {
    fetch: (url) => fetch(url, { mode: "no-cors" }),
    post: (url) => fetch(url, { mode: "no-cors", method: "POST", body: "figures" }),
    xhr: (url) => { const asked = new XMLHttpRequest(); asked.open("GET", url); asked.send(); },
    beacon: (url) => navigator.sendBeacon(url, "figures"),
    keepalive: (url) => fetch(url, { mode: "no-cors", keepalive: true }),
    socket: (url) => new WebSocket(url.replace("http", "ws")),
    events: (url) => new EventSource(url),
    image: (url) => { new Image().src = url; },
    srcset: (url) => element("img", { srcset: `${url} 1x` }),
    script: (url) => element("script", { src: url }),
    module: (url) => element("script", { type: "module", src: url }),
    imported: (url) => import(url),
    style: (url) => element("link", { rel: "stylesheet", href: url }),
    icon: (url) => element("link", { rel: "icon", href: url }, document.head),
    prefetch: (url) => element("link", { rel: "prefetch", href: url }, document.head),
    preload: (url) => element("link", { rel: "preload", as: "image", href: url }, document.head),
    modulepreload: (url) => element("link", { rel: "modulepreload", href: url }, document.head),
    manifest: (url) => element("link", { rel: "manifest", href: url }, document.head),
    font: (url) => new FontFace("f", `url(${url})`).load(),
    background: (url) => { document.body.style.backgroundImage = `url(${url})`; },
    frame: (url) => element("iframe", { src: url }),
    object: (url) => element("object", { data: url }),
    embed: (url) => element("embed", { src: url }),
    video: (url) => element("video", { src: url, preload: "auto" }),
    audio: (url) => element("audio", { src: url, preload: "auto" }),
    poster: (url) => element("video", { poster: url }),
    track: (url) => {
      const video = element("video", { crossOrigin: "anonymous" });
      element("track", { src: url, default: true, kind: "subtitles" }, video).track.mode = "showing";
    },
    worker: (url) => new Worker(url),
    form: (url) => {
      const frame = element("iframe", { name: "into" });
      element("form", { action: url, method: "post", target: frame.name }).submit();
    },
    ping: (url) => {
      const link = element("a", { href: "#", ping: url });
      link.click();
    },
    inFrame: (url) => element("iframe", { srcdoc: `<img src="${url}"><link rel=stylesheet href="${url}">` }),
    inWorker: (url) => new Worker(URL.createObjectURL(new Blob([`fetch("${url}", { mode: "no-cors" })`]))),
  };
  for (const [name, attempt] of Object.entries(tries)) {
    const soon = new Promise((done) => setTimeout(done, 200));
    try { await Promise.race([attempt(`${server}/${name}`), soon]); } catch {}
  }
  await new Promise((done) => setTimeout(done, 1500));
  return Object.keys(tries);
}"""


class Listener:
    """A server that notes which addresses it was asked for."""

    def __init__(self) -> None:
        self.heard: set[str] = set()

        def note(asked: BaseHTTPRequestHandler) -> None:
            self.heard.add(asked.path.lstrip("/"))
            asked.send_response(204)
            asked.end_headers()

        answers = {f"do_{verb}": note for verb in ("GET", "HEAD", "OPTIONS", "POST")}
        handler = type("Handler", (BaseHTTPRequestHandler,), {**answers, "log_message": lambda *_: None})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def test_none_of_the_ways_out_of_a_page_reaches_a_server(used: OpenPage, listener: Listener) -> None:
    tried = used.page.evaluate(_ATTEMPTS, listener.address)
    used.page.reload()  # for the next test, without what was tried
    assert len(tried) >= 24
    assert listener.heard == set()


def test_the_same_ways_reach_the_server_from_a_page_without_the_policy(
    browser: Browser, listener: Listener, tmp_path: Path
) -> None:
    """Or the test above could not fail."""
    (tmp_path / "open.html").write_text("<!DOCTYPE html><title>open</title><body>", encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "open.html").as_uri())
    page.evaluate(_ATTEMPTS, listener.address)
    page.close()
    assert len(listener.heard) >= 20, listener.heard


def test_python_in_the_worker_reaches_no_server(used: OpenPage, listener: Listener) -> None:
    used.hand_in(payload("a.xlsx", b"no workbook"))
    (worker,) = used.page.workers
    answer = worker.evaluate(
        """async (url) => {
          const told = [];
          for (const attempt of [
            () => fetch(url, { mode: "no-cors" }),
            () => new Promise((done, fail) => {
              const asked = new XMLHttpRequest();
              asked.open("GET", url); asked.onload = done; asked.onerror = fail; asked.send();
            }),
            () => new Promise((done, fail) => {
              const socket = new WebSocket(url.replace("http", "ws"));
              socket.onopen = done; socket.onerror = fail;
            }),
            () => python.runPythonAsync(`from js import fetch\\nawait fetch("${url}")`),
          ]) {
            try { await attempt(); told.push("reached"); } catch { told.push("refused"); }
          }
          return told;
        }""",
        f"{listener.address}/worker",
    )
    assert answer == ["refused"] * 4
    assert listener.heard == set()

"""Puts the page together: its template, style and scripts, the packed parts, the policy that locks it."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

_SCRIPTS = (
    *(
        "texts",
        "parts",
        "engine",
        "reading",
        "saving",
        "findings",
        "report",
        "assuming",
        "what_if",
        "results",
    ),
    *("worksheet", "dropping", "start"),
)


def document(
    folder: Path, *, facts: Mapping[str, Any], parts: Mapping[str, str], notices: Mapping[str, str]
) -> str:
    """The whole page. `facts` are those that compile.py left; `parts` are packed already."""
    style = (folder / "page.css").read_text(encoding="utf-8").strip()
    script = _script(folder)
    return Template((folder / "page.html").read_text(encoding="utf-8")).substitute(
        policy=html.escape(_policy(script, style, facts), quote=True),
        version=html.escape(facts["version"]),
        style=style,
        script=script,
        no_script_en=facts["texts"]["en"]["no_script"],
        no_script_tr=facts["texts"]["tr"]["no_script"],
        texts=_as_element_text(json.dumps(facts["texts"], ensure_ascii=False, separators=(",", ":"))),
        parts="\n".join(_part(name, content) for name, content in parts.items()),
        notices="\n".join(_notice(name, text) for name, text in notices.items()),
    )


def _script(folder: Path) -> str:
    """The page's scripts as one, in an order in which each needs only earlier ones."""
    sources = [(folder / f"{name}.js").read_text(encoding="utf-8").strip() for name in _SCRIPTS]
    return '"use strict";\n(() => {\n' + "\n\n".join(sources) + "\n})();"


def _policy(script: str, style: str, facts: Mapping[str, Any]) -> str:
    """Nothing may be loaded, sent or framed from elsewhere; only scripts and styles known here may run."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_hash(script)} {facts['script']} 'wasm-unsafe-eval'",
            "worker-src blob:",
            f"style-src {_hash(style)} {facts['style']}",
            "img-src data:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode('ascii')}'"


def _part(name: str, content: str) -> str:
    return f'<script type="text/plain" id="part-{name}">{content}</script>'


def _as_element_text(text: str) -> str:
    """JSON that can't end the element that holds it."""
    return text.replace("<", "\\u003c")


def _notice(name: str, text: str) -> str:
    return f"<details><summary>{html.escape(name)}</summary><pre>{html.escape(text)}</pre></details>"

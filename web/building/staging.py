"""Lays out the Python files that the page carries, of each wheel and of the standard library."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

LANGUAGES = ("en", "tr")
_LOCALES = ("root", "en", "en_001", "tr")  # CLDR's data of the report's languages, and what they inherit
_MONTHS_ONLY = ("de", "es", "fr", "it", "nl", "pt", "ru")  # of downloads; compile.py leaves their months

# Of each wheel what no report needs. A browser has no terminal, no processes and no folder to watch.
_LEFT_OUT = (
    *(
        "kpisheet/command/*",
        "kpisheet/__main__.py",
        "kpisheet/batch/workers.py",
        "kpisheet/workbook/verify.py",
    ),
    "kpisheet/html/compiled_*.py",  # compiled anew, by the very Jinja that the page carries
    *("babel/messages/*", "babel/locale-data/LICENSE.unicode"),
    *("*.so", "*.c", "*.h", "*.pyi", "*/py.typed", "*.data/*"),
)
_COMPILED = "msgspec/_core.*wasm32-emscripten.so"  # the one library that is machine code
# Of the standard library, by top-level name.
_LEFT_OUT_OF_PYTHON = frozenset(
    (
        # other processes, terminals and windows
        *("cmd", "code", "concurrent/futures/process", "ctypes", "curses", "getpass", "idlelib"),
        *("multiprocessing", "optparse", "argparse", "pty", "_pyrepl", "readline", "rlcompleter", "tty"),
        *("turtle", "webbrowser"),
        # servers and other computers
        *(
            "email",
            "ftplib",
            "http",
            "imaplib",
            "importlib/metadata",
            "mailbox",
            "netrc",
            "poplib",
            "smtplib",
        ),
        *("socketserver", "ssl", "urllib/request", "urllib/robotparser", "wsgiref", "xmlrpc"),
        # what only somebody who writes or installs programs uses
        *("antigravity", "bdb", "compileall", "cProfile", "doctest", "ensurepip", "modulefinder", "pdb"),
        *("pickletools", "profile", "pstats", "pyclbr", "pydoc", "tabnanny", "this", "timeit", "trace"),
        *("unittest", "venv", "zipapp"),
        # kinds of files that no workbook holds
        *("configparser", "dbm", "fileinput", "mimetypes", "nturl2path", "plistlib", "shelve", "sqlite3"),
        *("tarfile", "tomllib", "wave", "xml/dom", "xml/etree", "xml/sax"),
        # codes of mainframes, handhelds and mail, which neither a workbook nor a download is in
        *("encodings/cp037", "encodings/cp273", "encodings/cp424", "encodings/cp500", "encodings/cp875"),
        *("encodings/cp1026", "encodings/cp1140", "encodings/hp_roman8", "encodings/palmos"),
        *("encodings/kz1048", "encodings/ptcp154", "encodings/quopri_codec", "encodings/uu_codec"),
        # other systems' ways to wait
        *("asyncio/proactor_events", "asyncio/tools", "asyncio/windows_events", "asyncio/windows_utils"),
        # what Python has in C, too, or frozen
        *("_pydatetime", "_pyio", "importlib/_bootstrap", "importlib/_bootstrap_external"),
    )
)


def unpack(wheels: Sequence[Path], site: Path) -> dict[str, str]:
    """Unpacks into `site` what a report needs of each wheel; gives the text of each one's licences."""
    return {wheel.name.partition("-")[0]: _unpack(wheel, site) for wheel in wheels}


def _unpack(wheel: Path, site: Path) -> str:
    licences = []
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            if _is_licence(name):
                licences.append(archive.read(name).decode().strip())
            elif _is_needed(name):
                _write(site / name, archive.read(name))
    return "\n\n".join(licences)


def _is_licence(name: str) -> bool:
    return not name.endswith("/") and (".dist-info/licenses/" in name or name.endswith("LICENSE.unicode"))


def _is_needed(name: str) -> bool:
    if name.endswith("/") or ".dist-info/" in name:
        return False
    if fnmatch(name, "babel/locale-data/*.dat"):
        return Path(name).stem in (*_LOCALES, *_MONTHS_ONLY)
    return fnmatch(name, _COMPILED) or not any(fnmatch(name, pattern) for pattern in _LEFT_OUT)


def unpack_python(library: Path, folder: Path) -> None:
    """Unpacks into `folder` the modules of the standard library's archive that a browser can use."""
    with zipfile.ZipFile(library) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".py") and not _is_left_out(name.removesuffix(".py")):
                _write(folder / name, archive.read(name))


def _is_left_out(module: str) -> bool:
    parts = module.split("/")
    return any("/".join(parts[:length]) in _LEFT_OUT_OF_PYTHON for length in range(1, len(parts) + 1))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)

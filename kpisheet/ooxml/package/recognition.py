"""Tells by its content, never by its name, what a file is that isn't an OOXML workbook."""

from __future__ import annotations

from kpisheet.errors import UnreadableFileError

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*")
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_LOOKED_AT = 65_536
_WORD_PROCESSING = "wordprocessingml"
_PRESENTATION = "presentationml"


def refuse_other_files(content: bytes) -> None:
    """Raise UnreadableFileError with the fitting code if `content` can't be a zip package at all."""
    if not content.startswith(_ZIP_STARTS):
        raise UnreadableFileError(_code_of(content))


def refuse_other_packages(names: frozenset[str], mimetype: bytes) -> None:
    """Raise UnreadableFileError if the entries of a zip are those of another known kind of file.

    `names`: lower-case entry names; `mimetype`: what the entry of that name holds, if there is one.
    """
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        raise UnreadableFileError("opendocument")
    if any(name.endswith(".iwa") for name in names) or "index.zip" in names or "index.apxl" in names:
        raise UnreadableFileError("numbers_document")
    if "encryptedpackage" in names:
        raise UnreadableFileError("encrypted_workbook")
    if "[content_types].xml" not in names:
        packed = any(name.endswith((".xlsx", ".xlsm", ".xltx")) for name in names)
        raise UnreadableFileError("zipped_workbook" if packed else "not_a_workbook")


def refuse_other_documents(main_content_type: str) -> None:
    """Raise UnreadableFileError if an OOXML package's main part is no .xlsx-like workbook."""
    kind = main_content_type.lower()
    if "ms-excel.sheet.binary" in kind:
        raise UnreadableFileError("binary_workbook")
    if _WORD_PROCESSING in kind or "ms-word" in kind:
        raise UnreadableFileError("word_document")
    if _PRESENTATION in kind or "ms-powerpoint" in kind:
        raise UnreadableFileError("presentation")
    if not ("spreadsheetml" in kind or "ms-excel" in kind or kind in {"", "application/xml", "text/xml"}):
        raise UnreadableFileError("not_a_workbook")


def _code_of(content: bytes) -> str:
    if not content:
        return "empty_file"
    if content.startswith(_COMPOUND_FILE):
        return _code_of_compound_file(content)
    if content.startswith(b"%PDF"):
        return "pdf_file"
    if content.startswith(_IMAGES) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        return "image_file"
    if not content.strip(b"\x00"):
        return "empty_file"  # a crashed save or a lost sector leaves a file of zero bytes only
    return _code_of_text(content)


def _code_of_compound_file(content: bytes) -> str:
    """Stream names stand in the directory as UTF-16; that they occur at all is telling enough."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "encrypted_workbook"
    if "Workbook".encode("utf-16-le") in content or "B\x00o\x00o\x00k\x00\x00".encode("latin-1") in content:
        return "legacy_workbook"
    if "WordDocument".encode("utf-16-le") in content:
        return "word_document"
    if "PowerPoint Document".encode("utf-16-le") in content:
        return "presentation"
    return "not_a_workbook"


def _code_of_text(content: bytes) -> str:
    start = content[:_LOOKED_AT]
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if start.startswith(mark)), "")
    if not encoding and b"\x00" in start:
        return "not_a_workbook"
    text = start.decode(encoding or "utf-8", errors="replace").lstrip("\ufeff").lstrip()
    lowered = text.lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in lowered:
        return "xml_spreadsheet"
    if lowered.startswith(("<!doctype html", "<html", "<head", "<body", "<table", "<meta")) or (
        lowered.startswith(("<?xml", "<!--")) and "<html" in lowered
    ):
        return "html_file"
    if lowered.startswith("<?xml"):
        return "not_a_workbook"
    unprintable = sum(1 for letter in text if letter < " " and letter not in "\t\r\n\f")
    return "text_file" if unprintable * 100 <= len(text) else "not_a_workbook"

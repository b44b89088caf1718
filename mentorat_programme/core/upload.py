"""Files that people send: what they may be, by their content as well as by their name."""

from pathlib import PurePosixPath

from .archive import file_name

MAX_BYTES = 5 * 1024 * 1024
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _is_odt(content):
    # The first member of the archive says what it is, uncompressed (ODF 1.3, part 2, 3.3).
    return content[30:].startswith(b"mimetype" + ODT.encode() + b"PK")


def _is_docx(content):
    # Names of members are never compressed.
    return (
        content.startswith(b"PK\x03\x04")
        and b"[Content_Types].xml" in content
        and b"word/document" in content
    )


def _is_jpeg(content):
    return content.startswith(b"\xff\xd8\xff")


# {extension: (media type, whether a content is one)}
KINDS = {
    ".pdf": ("application/pdf", lambda content: content.startswith(b"%PDF-")),
    ".odt": (ODT, _is_odt),
    ".docx": (DOCX, _is_docx),
    ".png": ("image/png", lambda content: content.startswith(b"\x89PNG\r\n\x1a\n")),
    ".jpg": ("image/jpeg", _is_jpeg),
    ".jpeg": ("image/jpeg", _is_jpeg),
}


def identify(name, content):
    """Return ``(safe name, media type)`` of a file, or ``None`` when it may not be kept.

    :param str name: as sent, perhaps with folders
    :param bytes content: all of it
    """
    path = PurePosixPath(name.replace("\\", "/"))
    extension = path.suffix.lower()
    kind, is_one = KINDS.get(extension, (None, None))
    if not kind or not is_one(content):
        return None
    return file_name(path.stem, extension), kind

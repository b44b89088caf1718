"""Files put together in one, without the surprises that names of files hold."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

NAME_LIMIT = 80


def file_name(text, extension=""):
    """Return a name for a file that every system takes, from any text."""
    name = re.sub(r"[^\w.-]+", "-", text).strip("-.")[:NAME_LIMIT] or "file"
    return f"{name}{extension}"


def build(files):
    """Return a ZIP archive (bytes) of ``files``: ``[(folder, name, bytes)]``.

    Two files of the same name in one folder are both kept, the later ones numbered.
    """
    buffer, used = BytesIO(), set()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for folder, name, content in files:
            path, number = f"{folder}/{name}" if folder else name, 1
            while path in used:
                number += 1
                path = f"{folder}/{number}-{name}" if folder else f"{number}-{name}"
            used.add(path)
            archive.writestr(path, content)
    return buffer.getvalue()

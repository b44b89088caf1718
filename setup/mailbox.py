"""A mail server for the demo and the tests: every message received becomes a file.

    python mailbox.py PORT FOLDER

Listens on 127.0.0.1 only and never sends anything on. Files are named 000001.eml and so on.
"""

import asyncio
import itertools
import sys
from pathlib import Path

MAX_LINE = 2**20


async def read_message(reader: asyncio.StreamReader) -> bytes:
    """Message up to the line with a lone dot, with the doubled dots of RFC 5321, 4.5.2, undone."""
    lines = []
    while (line := await reader.readline()) not in (b".\r\n", b""):
        lines.append(line[1:] if line.startswith(b".") else line)
    return b"".join(lines)


async def main(port: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    numbers = itertools.count(len(list(folder.glob("*.eml"))) + 1)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                message = await read_message(reader)
                # Moved when complete, so that a reader never sees half a message.
                part = folder / f"{next(numbers):06}.part"
                part.write_bytes(message)
                part.rename(part.with_suffix(".eml"))
            writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            await writer.drain()
            if verb == b"QUIT":
                break
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", port, limit=MAX_LINE)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))

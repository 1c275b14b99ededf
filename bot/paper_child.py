"""The process that reads one file of text: killed by the kernel when it takes too much.

Started by `bot.papers` with the kind of the file, which comes over standard input; the body goes
out as HTML that is not cleaned yet, or nothing does.
"""

import io
import resource
import sys
import zipfile
from typing import Final

import mammoth
from markdown_it import MarkdownIt

from bot.confinement import confine
from bot.entities import pieces_of

_CPU_S: Final = 10
_MEMORY_BYTES: Final = 1024 * 1024 * 1024
_MOST_UNPACKED: Final = 60_000_000
_MOST_ENTRIES: Final = 3000
# Word knows these looks; the library's own table leaves them out.
_STYLES: Final = "u => u\nstrike => s\np[style-name='Title'] => h2:fresh"


def main() -> None:
    """Reads the file on standard input."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    confine(memory_bytes=_MEMORY_BYTES)
    body = sys.stdin.buffer.read()
    sys.stdout.buffer.write(html_of(body, kind=sys.argv[1]).encode("utf-8", "ignore"))


def html_of(body: bytes, *, kind: str) -> str:
    """The file's text as HTML; pictures inside it are left out."""
    match kind:
        case "docx":
            return _of_word(body)
        case "md":
            markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
            return str(markdown.render(_decoded(body)))
        case "html":
            return _decoded(body)
        case "txt":
            return "".join(it.html for it in pieces_of(_decoded(body)))
    return ""


def _of_word(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        entries = packed.infolist()
    if len(entries) > _MOST_ENTRIES or sum(it.file_size for it in entries) > _MOST_UNPACKED:
        return ""
    made = mammoth.convert_to_html(
        io.BytesIO(body), style_map=_STYLES, convert_image=lambda _: [], external_file_access=False
    )
    return str(made.value)


def _decoded(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Vietnamese Windows wrote before UTF-8.
        return body.decode("cp1258", "replace")


if __name__ == "__main__":
    main()

"""The process that reads one hostile page: killed by the kernel when it takes too much.

Started by `bot.feeds.page_reading` with the page's address and the name of a time zone. The
page comes over standard input; the article goes out as JSON, or nothing does.
"""

import resource
import sys
from typing import Final
from zoneinfo import ZoneInfo

from bot.confinement import confine
from bot.feeds.page import content_of_page
from storage.content_json import content_to_json

_CPU_S: Final = 10
_MEMORY_BYTES: Final = 1024 * 1024 * 1024


def main() -> None:
    """Reads the page on standard input."""
    confine(memory_bytes=_MEMORY_BYTES)
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    url, zone = sys.argv[1:]
    content = content_of_page(sys.stdin.buffer.read(), url=url, zone=ZoneInfo(zone))
    if content is not None:
        sys.stdout.buffer.write(content_to_json(content).encode())


if __name__ == "__main__":
    main()

"""What reads hostile bytes can do nothing else: tried in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

import bot

ROOT = Path(bot.__file__).parent.parent
CONFINED = (
    "import socket, subprocess, os; from bot.confinement import confine;"
    "confine(memory_bytes=400_000_000);"
)


def tried(code: str) -> str:
    """The last line of what Python said of this code, once confined; empty when it worked."""
    arguments = [sys.executable, "-c", f"{CONFINED} {code}"]
    ended = subprocess.run(arguments, cwd=ROOT, capture_output=True, check=False, text=True)
    return ended.stderr.strip().rpartition("\n")[2]


@pytest.mark.parametrize(
    "code",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('tin.example', 80)",
        "socket.socket(socket.AF_UNIX)",
        "subprocess.run(['true'])",
        "os.execv('/bin/true', ['true'])",
        "os.system('true')",
    ],
)
def test_no_socket_and_no_program_is_opened(code: str) -> None:
    assert tried(code).startswith("PermissionError")


def test_no_file_is_written_and_memory_has_an_end(tmp_path: Path) -> None:
    file = tmp_path / "a"

    written = tried(f"open({str(file)!r}, 'wb', buffering=0).write(b'x')")
    taken = tried("bytearray(500_000_000)")

    assert "File too large" in written
    assert taken == "MemoryError"


def test_reading_goes_on() -> None:
    assert tried("assert 'é'.encode('cp1258')") == ""

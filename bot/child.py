"""Hostile bytes are read in a process of their own, which can be killed."""

import asyncio
import sys
from pathlib import Path
from typing import Final

import bot

_ROOT: Final = str(Path(bot.__file__).parent.parent)


async def answer_of(module: str, *args: str, body: bytes, wall_s: float) -> bytes:
    """What a module, run with these arguments, writes about a body; nothing where it fails.

    Args:
        wall_s: time it may take by the clock on the wall; then it is killed.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-s", "-P", "-m", module, *args),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        # Nothing of our environment: the token has no business where strangers are read.
        env={"PYTHONPATH": _ROOT},
    )
    try:
        async with asyncio.timeout(wall_s):
            answer, _ = await process.communicate(body)
    except TimeoutError:
        return b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return answer if process.returncode == 0 else b""

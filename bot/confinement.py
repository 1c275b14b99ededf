"""What a process may still do that reads what strangers wrote."""

import resource
import sys


def confine(*, memory_bytes: int) -> None:
    """From here on: so much address space, no file written, no core, no socket, no program.

    The kernel holds the first three. The last two are Python's own: nothing that we read with
    reaches for them, and what does so all the same is stopped by an exception.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system")):
        raise PermissionError(event)

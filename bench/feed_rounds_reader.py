"""The peer: lemon24/reader, `update_feeds` as documented. Runs in an environment of its own."""

import json
import resource
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from reader import make_reader

ROUNDS = (("first", ""), ("304", ""), ("same", "validators=no"), ("one new", "new=1"))


def main(base, feeds):
    with tempfile.TemporaryDirectory(prefix="bantin-bench-") as folder:
        reader = make_reader(str(Path(folder) / "reader.sqlite"))
        for number in range(feeds):
            reader.add_feed(f"{base}/feed/{number}.xml")
        for name, turn in ROUNDS:
            urllib.request.urlopen(f"{base}/turn?{turn}").read()
            wall, cpu = time.perf_counter(), time.process_time()
            reader.update_feeds(workers=1, scheduled=False)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            figure = {
                "round": name,
                "wall_s": time.perf_counter() - wall,
                "cpu_s": time.process_time() - cpu,
                "peak_mib": peak,
                "entries": reader.get_entry_counts().total,
            }
            print(json.dumps(figure), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

"""Runs MiniStack until standard input ends, so that it goes when whoever started it goes, however that came about.

MiniStack's functions are processes in the same group: they end with it.
"""

import os
import signal
import sys
import threading
import time

from repairs import repair


def end_with_parent() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    os.killpg(0, signal.SIGTERM)
    time.sleep(2)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    if hasattr(os, "killpg"):
        threading.Thread(target=end_with_parent, daemon=True).start()
    sys.argv = ["ministack"]
    repair()
    from ministack.app import main

    main()

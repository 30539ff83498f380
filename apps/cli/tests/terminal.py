"""Runs a command at a pseudo-terminal: waits for a text, types, and so on; prints what was shown and how it ended.

terminal.py COLUMNS STEPS COMMAND...   STEPS is JSON: [[text to wait for, what to type], ...]
"""
import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

PATIENCE = 60
columns, steps, command = int(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    # The size is there before the first line is drawn
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    os.execvp(command[0], command)

shown = b""


def more() -> bool:
    global shown
    ready, _, _ = select.select([terminal], [], [], 0.1)
    if not ready:
        return True
    try:
        part = os.read(terminal, 65536)
    except OSError:
        return False
    shown += part
    return part != b""


seen = 0
for text, keys in steps:
    end = time.time() + PATIENCE
    while text.encode() not in shown[seen:]:
        if not more() or time.time() > end:
            sys.stdout.write(json.dumps({"shown": shown.decode(errors="replace"), "missing": text, "status": -1}))
            sys.exit(0)
    seen = shown.index(text.encode(), seen) + len(text.encode())
    for key in keys:
        os.write(terminal, key.encode())
        time.sleep(0.002)
while more():
    pass
_, status = os.waitpid(child, 0)
print(json.dumps({"shown": shown.decode(errors="replace"), "status": os.waitstatus_to_exitcode(status)}))

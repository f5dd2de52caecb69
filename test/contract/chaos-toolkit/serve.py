"""Runs Chaos Toolkit's own command in a forked process for each line of standard input.

Most of a run's time is the loading of modules, which this does once. A line asks by
{"id", "folder", "output", "environment", "arguments"}; answers are {"id", "pid"} and {"id", "code"}.
"""
import json
import os
import select
import sys

from chaostoolkit.cli import cli


def serve():
    """Comes back in the forked processes only."""
    running, buffer, is_open = {}, b"", True
    while is_open or running:
        readable, _, _ = select.select([0] if is_open else [], [], [], 0.01)
        if readable:
            chunk = os.read(0, 65536)
            is_open = chunk != b""
            *lines, buffer = (buffer + chunk).split(b"\n")
            for job in map(json.loads, lines):
                pid = os.fork()
                if pid == 0:
                    return become(job)
                running[pid] = job["id"]
                tell(id=job["id"], pid=pid)
        reap(running)
    sys.exit(0)


def reap(running):
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        tell(id=running.pop(pid), code=os.waitstatus_to_exitcode(status))


def tell(**answer):
    print(json.dumps(answer), flush=True)


def become(job):
    os.environ.clear()
    os.environ.update(job["environment"])
    os.chdir(job["folder"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    output = os.open(job["output"], os.O_WRONLY | os.O_CREAT)
    for ours, theirs in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(ours, theirs)
    sys.argv = ["chaos", *job["arguments"]]


serve()
cli()

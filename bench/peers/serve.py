"""The line protocol that peers speak (see bench/protocol.ts): what all Python peers have in common."""

import sys
import time

import numpy as np


class Work:
    """A machine and a batch, as bench/work.ts writes them."""

    def __init__(self, path):
        raw = open(path, 'rb').read()
        visible, hidden, batch = np.frombuffer(raw, '<u4', 3)
        self.visible, self.hidden, self.batch = int(visible), int(hidden), int(batch)
        at = 12
        self.w = np.frombuffer(raw, '<f4', self.visible * self.hidden, at).reshape(self.visible, self.hidden)
        at += 4 * self.w.size
        self.bv = np.frombuffer(raw, '<f4', self.visible, at)
        at += 4 * self.visible
        self.bh = np.frombuffer(raw, '<f4', self.hidden, at)
        at += 4 * self.hidden
        self.rows = np.frombuffer(raw, 'u1', self.batch * self.visible, at).reshape(self.batch, self.visible)


def serve(version, machine, dense=None):
    """Answers requests until stdin ends.

    `machine(work)` gives an object with `cd1(rate)`, `gibbs()`, `restart()` (chains back to the batch), `parameters()` (w,
    bv, bh), `state()` (the chains' visible units) and, if its own step is not CD-1, `check_cd1(rate)`. `dense()`, if there is one,
    gives an object as in dense.py.
    """

    def say(line):
        sys.stdout.write(line + '\n')
        sys.stdout.flush()

    def timed(count, step):
        times = []
        for _ in range(count):
            before = time.perf_counter()
            step()
            times.append((time.perf_counter() - before) * 1e3)
        say('ms ' + ' '.join(f'{ms:.6f}' for ms in times))

    work = ours = mean = kernels = None
    say('ready ' + version)
    for line in sys.stdin:
        request, *given = line.strip().split(' ', 1)
        given = given[0] if given else ''
        if request == 'load':
            work = Work(given)
            ours, mean = machine(work), None
            say('ok')
        elif request == 'reset':
            ours = machine(work)
            say('ok')
        elif request == 'cd1':
            count, rate = given.split()
            rate = float(rate)
            timed(int(count), lambda: ours.cd1(rate))
        elif request == 'gibbs':
            timed(int(given), ours.gibbs)
            mean = np.asarray(ours.state(), np.float64).mean(0)
        elif request == 'check-cd1':
            count, rate = given.split()
            step = getattr(ours, 'check_cd1', ours.cd1)
            for _ in range(int(count)):
                step(float(rate))
            say('ok')
        elif request == 'check-gibbs':
            mean = np.zeros(work.visible)
            for _ in range(int(given)):
                ours.restart()
                ours.gibbs()
                mean += np.asarray(ours.state(), np.float64).mean(0)
            mean /= int(given)
            say('ok')
        elif request == 'dump':
            if mean is None:
                mean = np.zeros(work.visible)
            parts = [np.asarray(a, '<f4').ravel() for a in (*ours.parameters(), mean)]
            np.concatenate(parts).tofile(given)
            say('ok')
        elif request == 'dense' and dense:
            name, count = given.split()
            kernels = kernels or dense()
            timed(int(count), getattr(kernels, name))
        elif request == 'dense-dump' and dense:
            name, file = given.split(' ', 1)
            np.asarray(getattr(dense(), name)(), '<f4').ravel().tofile(file)
            say('ok')
        else:
            say('error unknown request')

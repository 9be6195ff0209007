"""The original program's whole job in NumPy: python3 train_article.py FOLDER WEIGHTS

Reads a folder of MIDI files with a reader of its own, makes the original's matrices, and learns for 200 epochs in batches
of at most 100 windows within a song, without each song's first window. Writes w, bv and bh as float32. Says on stdout how
many windows it learnt and the CRC-32 of their cells (a byte each), so that one can see that it learns the same.
"""

import os
import struct
import sys
import zlib

import numpy as np

LOW, HIGH = 24, 102
PITCHES = HIGH - LOW
STEPS = 15
HIDDEN = 50
EPOCHS = 200
RATE = np.float32(0.005)
BATCH = 100
DATA_BYTES = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2}
OFF, ON, SIGNATURE = range(3)


def variable(data, at):
    """A number of variable length, and where it ends."""
    value = 0
    while True:
        byte = data[at]
        at += 1
        value = value << 7 | byte & 127
        if byte < 128:
            return value, at


def track_events(data, at, end):
    """(tick, kind, number) for each note and time signature, and the tick at which the track ends."""
    events = []
    tick = status = 0
    while at < end:
        delta, at = variable(data, at)
        tick += delta
        if data[at] >= 0x80:
            byte = data[at]
            at += 1
        else:
            byte = status
        if byte == 0xFF:
            kind = data[at]
            length, at = variable(data, at + 1)
            if kind == 0x2F:
                break
            if kind == 0x58:
                events.append((tick, SIGNATURE, data[at]))
            at += length
        elif byte in (0xF0, 0xF7):
            length, at = variable(data, at)
            at += length
        else:
            status = byte
            high = byte & 0xF0
            if high == 0x90:
                events.append((tick, ON if data[at + 1] else OFF, data[at]))
            elif high == 0x80:
                events.append((tick, OFF, data[at]))
            at += DATA_BYTES[high]
    return events, tick


def read_midi(path):
    """Ticks in a quarter note, the events of all tracks in order of their ticks, and the last tick."""
    with open(path, 'rb') as file:
        data = file.read()
    if data[:4] != b'MThd':
        raise ValueError(path + ': not a MIDI file')
    length, _format, _tracks, ppq = struct.unpack('>IHHH', data[4:14])
    at = 8 + length
    events = []
    last = 0
    while at + 8 <= len(data):
        kind, (length,) = data[at : at + 4], struct.unpack('>I', data[at + 4 : at + 8])
        at += 8
        if kind == b'MTrk':
            found, end = track_events(data, at, at + length)
            events += found
            last = max(last, end)
        at += length
    # Sorting keeps the order of the tracks within a tick.
    events.sort(key=lambda event: event[0])
    return ppq, events, last


def matrix(path):
    """The original's matrix: a row a sixteenth note; held pitches, then struck ones."""
    ppq, events, last = read_midi(path)
    every, past = ppq // 4, ppq // 8

    def row_at(tick):
        return 0 if tick < past else (tick - past) // every + 1

    rows = []
    row = np.zeros(2 * PITCHES, np.uint8)

    def go_to(target):
        nonlocal row
        while len(rows) < target:
            rows.append(row)
            row = row.copy()
            row[PITCHES:] = 0

    for tick, kind, number in events:
        if kind == SIGNATURE:
            if number not in (2, 4):
                last = tick
                break
        elif LOW <= number < HIGH:
            go_to(row_at(tick))
            row[number - LOW] = row[PITCHES + number - LOW] = 1 if kind == ON else 0
    go_to(row_at(last) + 1)
    return np.array(rows)


def windows(folder):
    """The windows of each song that is long enough."""
    songs = []
    for name in sorted(os.listdir(folder)):
        if not name.lower().endswith(('.mid', '.midi')):
            continue
        song = matrix(os.path.join(folder, name))
        if len(song) > 50:
            count = len(song) // STEPS
            songs.append(song[: count * STEPS].reshape(count, STEPS * 2 * PITCHES))
    return songs


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def sample(p):
    return np.floor(p + np.random.uniform(0, 1, p.shape)).astype(np.float32)


def train(songs):
    visible = STEPS * 2 * PITCHES
    w = np.random.normal(0.01, 1, (visible, HIDDEN)).astype(np.float32)
    bv, bh = np.zeros(visible, np.float32), np.zeros(HIDDEN, np.float32)
    batches = [
        song[at : at + BATCH].astype(np.float32) for song in songs for at in range(1, len(song), BATCH)
    ]
    for _ in range(EPOCHS):
        for x in batches:
            v = sample(sigmoid(sample(sigmoid(x @ w + bh)) @ w.T + bv))
            h = sample(sigmoid(x @ w + bh))
            h_model = sample(sigmoid(v @ w + bh))
            scale = RATE / np.float32(len(x))
            w += scale * (x.T @ h - v.T @ h_model)
            bv += scale * np.sum(x - v, 0)
            bh += scale * np.sum(h - h_model, 0)
    return w, bv, bh


if __name__ == '__main__':
    np.random.seed(1)
    found = windows(sys.argv[1])
    learnt = [song[1:] for song in found]
    crc = 0
    for song in learnt:
        crc = zlib.crc32(song.tobytes(), crc)
    print('windows', sum(map(len, learnt)), 'crc32', crc, flush=True)
    np.concatenate([a.ravel() for a in train(found)]).tofile(sys.argv[2])

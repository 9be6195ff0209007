/**
 * A second reader of MIDI files, to hold the real one to: written from the standard alone, one byte after another, with
 * nothing of ours in it, and in no hurry.
 *
 * It takes the same liberties as the real one, which files in use need: running status outlives meta and system events, a
 * track may lack its end, and bytes after an end are nobody's.
 *
 * @module
 */

/** What a file says; every list has one line of numbers an entry, in no order. */
export interface PlainMidi {
  readonly format: number;
  readonly tracks: number;
  /** Ticks in a quarter note, or undefined where film frames are counted. */
  readonly ppq: number | undefined;
  /** Ticks in a second where film frames are counted; 29 frames are 30,000/1001. */
  readonly ticksPerSecond: number | undefined;
  /** The last tick of all. */
  readonly end: number;
  /** start, end, channel, pitch, velocity, track */
  readonly notes: readonly string[];
  /** tick, microseconds; none where film frames are counted */
  readonly tempos: readonly string[];
  /** tick, numerator, denominator */
  readonly timeSignatures: readonly string[];
  /** tick, channel, track, program */
  readonly programs: readonly string[];
  /** tick, channel, track, value */
  readonly pedals: readonly string[];
}

/** Reads a file; throws a plain Error for what it does not understand. */
export function plainMidi(file: Uint8Array): PlainMidi {
  const inner = unwrapped(file);
  if (text(inner, 0) !== 'MThd') throw new Error('no header');
  const headerLength = number(inner, 4, 4);
  if (headerLength < 6) throw new Error('short header');
  const format = number(inner, 8, 2);
  const division = number(inner, 12, 2);
  if (format > 2) throw new Error('format');
  const parts = trackParts(inner, 8 + headerLength, number(inner, 10, 2));
  const lists: Lists = { notes: [], tempos: [], timeSignatures: [], programs: [], pedals: [], end: 0 };
  for (const [index, part] of parts.entries()) readTrack(part, index, lists);
  const frames = division >= 0x8000;
  return {
    format: format === 0 && parts.length > 1 ? 1 : format,
    tracks: parts.length,
    ppq: frames ? undefined : nonZero(division),
    ticksPerSecond: frames ? framesPerSecond(256 - (division >> 8)) * nonZero(division & 255) : undefined,
    end: lists.end,
    notes: lists.notes,
    tempos: frames ? [] : lists.tempos,
    timeSignatures: lists.timeSignatures,
    programs: lists.programs,
    pedals: lists.pedals,
  };
}

interface Lists {
  notes: string[];
  tempos: string[];
  timeSignatures: string[];
  programs: string[];
  pedals: string[];
  end: number;
}

function nonZero(value: number): number {
  if (value === 0) throw new Error('division 0');
  return value;
}

function framesPerSecond(code: number): number {
  if (code === 29) return 30000 / 1001;
  if (code === 24 || code === 25 || code === 30) return code;
  throw new Error('frame rate');
}

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** `size` bytes as one number, the first the highest. */
function number(bytes: Uint8Array, at: number, size: number): number {
  if (at + size > bytes.length) throw new Error('cut off');
  let value = 0;
  for (let k = 0; k < size; k++) value = value * 256 + bytes[at + k]!;
  return value;
}

/** What is inside a RIFF file of kind RMID; any other file as it is. */
function unwrapped(file: Uint8Array): Uint8Array {
  if (file.length < 12 || text(file, 0) !== 'RIFF' || text(file, 8) !== 'RMID') return file;
  let at = 12;
  while (at + 8 <= file.length) {
    const [a = 0, b = 0, c = 0, d = 0] = file.subarray(at + 4, at + 8);
    const length = a + 256 * b + 65536 * c + 16777216 * d;
    if (at + 8 + length > file.length) throw new Error('RIFF chunk too long');
    if (text(file, at) === 'data') return file.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length % 2);
  }
  throw new Error('no data in the RIFF file');
}

/** The tracks' bytes. */
function trackParts(file: Uint8Array, from: number, declared: number): Uint8Array[] {
  if (from > file.length) throw new Error('header too long');
  const parts: Uint8Array[] = [];
  let at = from;
  while (file.length - at >= 8) {
    const isTrack = text(file, at) === 'MTrk';
    const length = number(file, at + 4, 4);
    if (at + 8 + length > file.length) {
      if (!isTrack && parts.length > 0 && parts.length >= declared) break;
      throw new Error('chunk too long');
    }
    if (isTrack) parts.push(file.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  if (parts.length === 0) throw new Error('no track');
  return parts;
}

function readTrack(bytes: Uint8Array, track: number, lists: Lists): void {
  // For each channel and pitch, the starts and velocities of the notes that sound, the oldest first.
  const sounding = new Map<string, [number, number][]>();
  let at = 0;
  let tick = 0;
  let status = 0;
  const next = (): number => number(bytes, at++, 1);
  const data = (): number => {
    const byte = next();
    if (byte >= 128) throw new Error('data byte');
    return byte;
  };
  const variable = (): number => {
    let value = 0;
    for (let k = 0; k < 4; k++) {
      const byte = next();
      value = value * 128 + (byte % 128);
      if (byte < 128) return value;
    }
    throw new Error('variable-length number');
  };
  const body = (): Uint8Array => {
    const length = variable();
    if (at + length > bytes.length) throw new Error('event too long');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    tick += variable();
    const first = next();
    if (first === 255) {
      const kind = next();
      const what = body();
      if (kind === 0x2f) break;
      if (kind === 0x51) {
        const microseconds = number(what, 0, 3);
        if (microseconds === 0) throw new Error('tempo 0');
        lists.tempos.push(`${tick} ${microseconds}`);
      }
      if (kind === 0x58) {
        const power = number(what, 1, 1);
        if (power > 31) throw new Error('denominator');
        lists.timeSignatures.push(`${tick} ${what[0]} ${2 ** power}`);
      }
      continue;
    }
    if (first === 0xf0 || first === 0xf7) {
      body();
      continue;
    }
    if (first > 0xf0) throw new Error('status');
    if (first >= 128) status = first;
    else at--;
    if (status === 0) throw new Error('no status');
    const channel = status % 16;
    const kind = status - channel;
    const one = data();
    const two = kind === 0xc0 || kind === 0xd0 ? 0 : data();
    const key = `${channel} ${one}`;
    const waiting = sounding.get(key) ?? [];
    if (kind === 0x90 && two > 0) {
      waiting.push([tick, two]);
      sounding.set(key, waiting);
    } else if (kind === 0x90 || kind === 0x80) {
      const oldest = waiting.shift();
      if (oldest !== undefined) lists.notes.push(`${oldest[0]} ${tick} ${key} ${oldest[1]} ${track}`);
    } else if (kind === 0xc0) lists.programs.push(`${tick} ${channel} ${track} ${one}`);
    else if (kind === 0xb0 && one === 64) lists.pedals.push(`${tick} ${channel} ${track} ${two}`);
  }
  for (const [key, notes] of sounding) {
    for (const [start, velocity] of notes) lists.notes.push(`${start} ${tick} ${key} ${velocity} ${track}`);
  }
  lists.end = Math.max(lists.end, tick);
}

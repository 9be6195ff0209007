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
  /** The header's time division as it stands. */
  readonly division: number;
  /** The last tick of all. */
  readonly end: number;
  /** Each track's events but its end, in order: tick, then the status and all that is in it but lengths. */
  readonly events: readonly (readonly string[])[];
  /** The tick at which each track ends. */
  readonly ends: readonly number[];
  /** start, end, channel, pitch, velocity, track */
  readonly notes: readonly string[];
  /** tick, microseconds; none where film frames are counted */
  readonly tempos: readonly string[];
  /** tick, numerator, denominator; none of notes shorter than a 64th */
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
  const lists: Lists = { notes: [], tempos: [], timeSignatures: [], programs: [], pedals: [], events: [], ends: [] };
  const silences: Silence[] = [];
  for (const [index, part] of parts.entries()) readTrack(part, index, lists, silences);
  for (const note of lists.notes) {
    for (const { tick, channel, track } of silences) {
      if (channel !== note.channel || (format === 2 && track !== note.track)) continue;
      if (tick > note.start && tick < note.end) note.end = tick;
    }
  }
  const frames = division >= 0x8000;
  return {
    format: format === 0 && parts.length > 1 ? 1 : format,
    tracks: parts.length,
    ppq: frames ? undefined : nonZero(division),
    ticksPerSecond: frames ? framesPerSecond(256 - (division >> 8)) * nonZero(division & 255) : undefined,
    division,
    end: lists.ends.reduce((last, end) => Math.max(last, end), 0),
    events: lists.events,
    ends: lists.ends,
    notes: lists.notes.map((n) => `${n.start} ${n.end} ${n.channel} ${n.pitch} ${n.velocity} ${n.track}`),
    tempos: frames ? [] : lists.tempos,
    timeSignatures: lists.timeSignatures,
    programs: lists.programs,
    pedals: lists.pedals,
  };
}

/** All notes, or all sound, of a channel go off. */
interface Silence {
  readonly tick: number;
  readonly channel: number;
  readonly track: number;
}

interface PlainNote extends Record<'start' | 'channel' | 'pitch' | 'velocity' | 'track', number> {
  end: number;
}

interface Lists {
  notes: PlainNote[];
  tempos: string[];
  timeSignatures: string[];
  programs: string[];
  pedals: string[];
  events: string[][];
  ends: number[];
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

function readTrack(bytes: Uint8Array, track: number, lists: Lists, silences: Silence[]): void {
  // For each channel and pitch, the starts and velocities of the notes that sound, the oldest first.
  const sounding = new Map<string, [number, number][]>();
  const events: string[] = [];
  lists.events.push(events);
  let at = 0;
  let tick = 0;
  let status = 0;
  let port = 0;
  const addNote = ([start, velocity]: [number, number], end: number, key: string): void => {
    const [channel = 0, pitch = 0] = key.split(' ').map(Number);
    lists.notes.push({ start, end, channel, pitch, velocity, track });
  };
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
      events.push(`${tick} 255 ${[kind, ...what].join(' ')}`);
      if (kind === 0x21 && what.length > 0) port = what[0]! % 128;
      if (kind === 0x51) {
        const microseconds = number(what, 0, 3);
        if (microseconds === 0) throw new Error('tempo 0');
        lists.tempos.push(`${tick} ${microseconds}`);
      }
      if (kind === 0x58) {
        const power = number(what, 1, 1);
        if (power > 31) throw new Error('denominator');
        if (power <= 6) lists.timeSignatures.push(`${tick} ${what[0]} ${2 ** power}`);
      }
      continue;
    }
    if (first === 0xf0 || first === 0xf7) {
      events.push(`${tick} ${[first, ...body()].join(' ')}`);
      continue;
    }
    if (first > 0xf0) throw new Error('status');
    if (first >= 128) status = first;
    else at--;
    if (status === 0) throw new Error('no status');
    const channel = 16 * port + (status % 16);
    const kind = status - (status % 16);
    const one = data();
    const isShort = kind === 0xc0 || kind === 0xd0;
    const two = isShort ? 0 : data();
    events.push(`${tick} ${status} ${one}${isShort ? '' : ` ${two}`}`);
    const key = `${channel} ${one}`;
    const waiting = sounding.get(key) ?? [];
    if (kind === 0x90 && two > 0) {
      waiting.push([tick, two]);
      sounding.set(key, waiting);
    } else if (kind === 0x90 || kind === 0x80) {
      const oldest = waiting.shift();
      if (oldest !== undefined) addNote(oldest, tick, key);
    } else if (kind === 0xc0) lists.programs.push(`${tick} ${channel} ${track} ${one}`);
    else if (kind === 0xb0 && one === 64) lists.pedals.push(`${tick} ${channel} ${track} ${two}`);
    else if (kind === 0xb0 && one === 121) lists.pedals.push(`${tick} ${channel} ${track} 0`);
    else if (kind === 0xb0 && (one === 120 || one >= 123)) silences.push({ tick, channel, track });
  }
  for (const [key, notes] of sounding) {
    for (const note of notes) addNote(note, tick, key);
  }
  lists.ends.push(tick);
}

/**
 * A MIDI file taken apart, so that single things in it can be changed, and put together again.
 *
 * @module
 */

/** An event: its delta and its bytes, which begin with a status. */
export interface PartEvent {
  delta: number;
  bytes: readonly number[];
}

/** A chunk: a track's events, or the bytes of anything else. */
export interface PartChunk {
  tag: string;
  events: PartEvent[];
  /** What stands after the events. */
  rest: readonly number[];
  /** What the chunk claims to be long, if not the truth. */
  claim?: number;
}

/** A file. */
export interface MidiParts {
  format: number;
  /** What the header says of the number of tracks. */
  declared: number;
  division: number;
  /** Bytes after the header's six. */
  headerRest: readonly number[];
  chunks: PartChunk[];
  /** Bytes after the last chunk. */
  rest: readonly number[];
  /** Leave out the status wherever it is the one before. */
  running: boolean;
  /** Bytes that every delta has at least: 1–4. */
  deltaBytes: number;
  /** Put the file into a RIFF wrapper, after chunks of these lengths. */
  riff: readonly number[] | undefined;
}

/** A file that has grown beyond this gets no more events: thirty copies of a million would be too much for us. */
const MOST_BYTES = 4000000;

/** Takes a file apart that is known to be good. */
export function takeApart(file: Uint8Array): MidiParts {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: PartChunk[] = [];
  for (let at = 8 + view.getUint32(4); at + 8 <= file.length; at += 8 + view.getUint32(at + 4)) {
    const tag = String.fromCharCode(...file.subarray(at, at + 4));
    const data = file.subarray(at + 8, at + 8 + view.getUint32(at + 4));
    chunks.push(tag === 'MTrk' ? { tag, events: eventsOf(data), rest: [] } : { tag, events: [], rest: [...data] });
  }
  return {
    format: view.getUint16(8),
    declared: view.getUint16(10),
    division: view.getUint16(12),
    headerRest: [],
    chunks,
    rest: [],
    running: false,
    deltaBytes: 1,
    riff: undefined,
  };
}

function eventsOf(data: Uint8Array): PartEvent[] {
  const events: PartEvent[] = [];
  let at = 0;
  let status = 0;
  const variable = (): number => {
    let value = 0;
    for (;;) {
      const byte = data[at++] ?? 0;
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  };
  while (at < data.length) {
    const delta = variable();
    const first = data[at] ?? 0;
    if (first >= 0xf0) {
      const from = at;
      at += first === 0xff ? 2 : 1;
      const length = variable();
      at += length;
      events.push({ delta, bytes: Array.from(data.subarray(from, at)) });
      continue;
    }
    if (first >= 0x80) status = data[at++] ?? 0;
    const one = data[at++] ?? 0;
    events.push({ delta, bytes: (status & 0xe0) === 0xc0 ? [status, one] : [status, one, data[at++] ?? 0] });
  }
  return events;
}

/** Puts a file together. */
export function putTogether(parts: MidiParts): Uint8Array {
  const { format, declared, division, headerRest } = parts;
  const out: number[] = [];
  pushText(out, 'MThd');
  pushNumber(out, 6 + headerRest.length, 4);
  for (const value of [format, declared, division]) pushNumber(out, value, 2);
  out.push(...headerRest);
  for (const { tag, events, rest, claim } of parts.chunks) {
    pushText(out, tag);
    const at = out.length;
    out.push(0, 0, 0, 0);
    let status = 0;
    for (const { delta, bytes } of events) {
      if (out.length > MOST_BYTES) break;
      pushVariable(out, delta, parts.deltaBytes);
      const [first = 0] = bytes;
      const same = parts.running && first === status && first < 0xf0;
      if (first < 0xf0) status = first;
      for (let k = same ? 1 : 0; k < bytes.length; k++) out.push(bytes[k] ?? 0);
    }
    for (const byte of rest) out.push(byte);
    const length: number[] = [];
    pushNumber(length, claim ?? out.length - at - 4, 4);
    for (const [k, byte] of length.entries()) out[at + k] = byte;
  }
  for (const byte of parts.rest) out.push(byte);
  return Uint8Array.from(parts.riff === undefined ? out : wrapped(out, parts.riff));
}

/** A RIFF file of kind RMID with chunks of these lengths before the file itself. */
function wrapped(file: readonly number[], before: readonly number[]): number[] {
  const out: number[] = [];
  for (const [k, length] of before.entries()) {
    pushText(out, k % 2 === 0 ? 'LIST' : 'MTrk');
    out.push(...littleEndian(length), ...Array.from({ length: length + (length % 2) }, () => 0x4d));
  }
  pushText(out, 'data');
  out.push(...littleEndian(file.length));
  for (const byte of file) out.push(byte);
  if (file.length % 2 === 1) out.push(0);
  const head: number[] = [];
  pushText(head, 'RIFF');
  head.push(...littleEndian(out.length + 4));
  pushText(head, 'RMID');
  return [...head, ...out];
}

/** A delta or a length: seven bits a byte, in at least `least` bytes; as many as it takes, also more than four. */
export function pushVariable(out: number[], value: number, least: number = 1): void {
  if (value < 128 && least === 1) {
    out.push(value);
    return;
  }
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(128 + (rest % 128));
  while (bytes.length < least) bytes.unshift(128);
  out.push(...bytes);
}

function pushText(out: number[], text: string): void {
  for (let k = 0; k < 4; k++) out.push(text.charCodeAt(k) & 255);
}

function pushNumber(out: number[], value: number, size: number): void {
  for (let shift = 8 * (size - 1); shift >= 0; shift -= 8) out.push((value >>> shift) & 255);
}

function littleEndian(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255];
}

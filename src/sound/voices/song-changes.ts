/**
 * The channel events of a song in order.
 *
 * @module
 */
import { compareTicks } from '../../midi/order.ts';
import { ALL_SOUND_OFF, RESET_CONTROLLERS } from '../../midi/silencing.ts';
import type { Song, SongSource } from '../../midi/song.ts';
import { EXPRESSION, SUPPORTED_CONTROLLERS, VOLUME } from './channel.ts';

const LOUDNESS: ReadonlySet<number> = new Set([VOLUME, EXPRESSION, ALL_SOUND_OFF]);

/** Receives channel events. */
export interface ChangeHandler {
  program(channel: number, program: number): void;
  control(channel: number, controller: number, value: number): void;
  bend(channel: number, value: number): void;
  pressure(channel: number, value: number): void;
  /** Master volume of all channels, 0–16,383. */
  masterVolume(value: number): void;
}

interface Entry {
  readonly tick: number;
  readonly track?: number;
}

/** The events of one kind; `next` is the index of the first that has not been dispatched. */
interface ChangeQueue {
  readonly entries: readonly Entry[];
  readonly dispatch: (handler: ChangeHandler, entry: Entry) => void;
  next: number;
}

/**
 * Dispatches a song's channel events in order: by tick, then track, then file order. In a song without a file, events at one
 * tick of a track come in the order programs, controllers, bends, pressures.
 */
export class SongChanges {
  readonly #queues: readonly ChangeQueue[];
  readonly #positions: ReadonlyMap<object, number>;
  #first: ChangeQueue | undefined;
  /** Whether the song sets the volume of a channel or of all. */
  readonly setsLoudness: boolean;

  constructor(song: Song) {
    const controls = (song.controls ?? []).filter(({ controller }) => {
      return controller === ALL_SOUND_OFF || SUPPORTED_CONTROLLERS.has(controller);
    });
    const volumes = song.source === undefined ? [] : masterVolumes(song.source, song.ppq);
    this.setsLoudness = volumes.length > 0 || controls.some(({ controller }) => LOUDNESS.has(controller));
    this.#queues = [
      queue(volumes, (to, { value }) => to.masterVolume(value)),
      queue(song.programs, (to, { channel, program }) => to.program(channel, program)),
      queue(controls, (to, { channel, controller, value }) => to.control(channel, controller, value)),
      queue(song.bends ?? [], (to, { channel, value }) => to.bend(channel, value)),
      queue(song.pressures ?? [], (to, { channel, value }) => to.pressure(channel, value)),
    ];
    const resets = controls.filter(({ controller }) => controller === RESET_CONTROLLERS).map(({ tick }) => tick);
    this.#positions = song.source === undefined ? new Map() : positionsAt(new Set(resets), song.source);
    this.#first = this.#find();
  }

  /** The tick of the next event; Infinity after the last. */
  get tick(): number {
    return this.#first === undefined ? Infinity : (this.#first.entries[this.#first.next]?.tick ?? Infinity);
  }

  /** Dispatches the next event, if any. */
  dispatch(handler: ChangeHandler): void {
    const first = this.#first;
    const entry = first?.entries[first.next];
    if (first === undefined || entry === undefined) return;
    first.dispatch(handler, entry);
    first.next++;
    this.#first = this.#find();
  }

  /** The queue whose next event comes first. */
  #find(): ChangeQueue | undefined {
    let first: ChangeQueue | undefined;
    let earliest: Entry | undefined;
    for (const candidate of this.#queues) {
      const entry = candidate.entries[candidate.next];
      if (entry === undefined || (earliest !== undefined && this.#compare(earliest, entry) <= 0)) continue;
      first = candidate;
      earliest = entry;
    }
    return first;
  }

  #compare(a: Entry, b: Entry): number {
    return compareTicks(a, b) || (this.#positions.get(a) ?? 0) - (this.#positions.get(b) ?? 0);
  }
}

function queue<T extends Entry>(
  entries: readonly T[],
  dispatch: (handler: ChangeHandler, entry: T) => void,
): ChangeQueue {
  return { entries: [...entries].sort(compareTicks), dispatch: dispatch as ChangeQueue['dispatch'], next: 0 };
}

/** File positions of the events at some ticks: only next to a reset does the order of different kinds matter. */
function positionsAt(ticks: ReadonlySet<number>, { tracks }: SongSource): Map<object, number> {
  const positions = new Map<object, number>();
  if (ticks.size === 0) return positions;
  for (const { owners, events } of tracks) {
    for (const [position, owner] of owners.entries()) {
      if (owner !== undefined && ticks.has(events[position]?.tick ?? -1)) positions.set(owner, position);
    }
  }
  return positions;
}

/** Master volume messages: universal real-time system exclusive, any device, F0 7F id 04 01 ll mm F7. */
function masterVolumes({ tracks, ppq }: SongSource, songPpq: number): (Entry & { value: number })[] {
  const found: (Entry & { value: number })[] = [];
  for (const [track, { events }] of tracks.entries()) {
    for (const { tick, bytes } of events) {
      if (bytes[0] !== 0xf0 || bytes[1] !== 0x7f || bytes[3] !== 4 || bytes[4] !== 1 || bytes.length < 7) continue;
      const value = (((bytes[6] ?? 0) & 127) << 7) | ((bytes[5] ?? 0) & 127);
      found.push({ tick: Math.round((tick * songPpq) / ppq), track, value });
    }
  }
  return found;
}

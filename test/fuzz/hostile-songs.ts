/**
 * MIDI files that are correct, small, and ask for a lot of work.
 *
 * @module
 */
import type { Dice } from './dice.ts';
import { addMeter, addNote, addTempo, type Draft, draftBytes, type TimedEvent } from './timed-events.ts';

/** A hostile file and what is hostile about it. */
export interface HostileSong {
  readonly kind: string;
  readonly bytes: Uint8Array;
}

/** Adds what is hostile to a draft. `many` is how many events it may take, roughly. */
type Kind = (draft: Draft, dice: Dice, many: number) => void;

const MOST_TICKS = 2147483647;
/** As many steps as commands accept by default: 99,000 sixteenths. */
const MOST_QUARTERS = 24750;

const SCALES = [20, 400, 4000, 20000, 60000] as const;

/** The first track; a draft has one. */
function first({ tracks }: Draft): TimedEvent[] {
  const [track] = tracks;
  if (track === undefined) throw new Error('expected a track');
  return track;
}

/** Quarter notes that a file may last: from a bar to as long as is read, or far longer. */
function quarters(dice: Dice): number {
  return dice.pick([4, 64, 1000, MOST_QUARTERS, 400000]);
}

/** Ticks of so many quarter notes, no more than a file may have. */
function ticksOf({ division }: Draft, quarterNotes: number): number {
  return Math.min(MOST_TICKS, Math.floor(quarterNotes * Math.max(1, division & 0x7fff)));
}

/** Some notes that any command can work with. */
function addTune(draft: Draft, dice: Dice, notes: number, length: number): void {
  const beat = Math.max(1, Math.floor(length / Math.max(1, notes)));
  for (let n = 0; n < notes; n++) addNote(first(draft), n * beat, beat, 55 + dice.below(24));
}

/** All kinds, by name. */
export const HOSTILE_KINDS: Readonly<Record<string, Kind>> = {
  'a very long note': (draft, dice) => {
    const end = ticksOf(draft, quarters(dice));
    for (let n = dice.pick([1, 2, 30]); n > 0; n--) {
      const start = dice.below(1 + Math.floor(end / 4));
      addNote(first(draft), start, end - start, 40 + dice.below(50));
    }
  },
  'hanging notes': (draft, dice, many) => {
    draft.end = ticksOf(draft, quarters(dice));
    for (let n = 0; n < many; n++) {
      const tick = dice.below(1 + Math.floor(draft.end / 2));
      first(draft).push({ tick, bytes: [0x90 + dice.below(16), dice.below(128), 1 + dice.below(127)] });
    }
  },
  'thousands of voices': (draft, dice, many) => {
    const length = ticksOf(draft, dice.pick([1, 16, 1000, MOST_QUARTERS]));
    for (let n = 0; n < many; n++)
      addNote(first(draft), dice.below(4) * dice.below(length), length, n % 128, dice.below(16));
  },
  'odd time signatures': (draft, dice) => {
    addMeter(first(draft), 0, dice.pick([0, 1, 5, 17, 31, 255]), dice.pick([0, 0, 2, 3, 5, 6, 7, 16, 31]));
    addTune(draft, dice, 64, ticksOf(draft, quarters(dice)));
  },
  '100,000 bars': (draft, dice, many) => {
    addMeter(first(draft), 0, 1, dice.pick([2, 4, 5, 6]));
    const length = ticksOf(draft, dice.pick([MOST_QUARTERS, 100000]));
    addTune(draft, dice, many, length);
  },
  'extreme tempos': (draft, dice) => {
    const [fast, slow] = [1 + dice.below(100), 16777215 - dice.below(100)];
    for (let n = 0; n < 50; n++) addTempo(first(draft), ticksOf(draft, n), dice.pick([fast, slow]));
    addTune(draft, dice, 200, ticksOf(draft, dice.pick([50, 1000, MOST_QUARTERS])));
  },
  'an extreme resolution': (draft, dice, many) => {
    draft.division = dice.pick([1, 1, 2, 3, 32767, 32767]);
    addTune(draft, dice, many, ticksOf(draft, quarters(dice)));
  },
  'notes at the end of time': (draft, dice) => {
    const end = MOST_TICKS - dice.below(3);
    draft.division = dice.pick([96, 480, 32767]);
    addTune(draft, dice, 32, ticksOf(draft, 32));
    for (let n = dice.pick([1, 300]); n > 0; n--) addNote(first(draft), end - 1 - dice.below(2000), 1, 60);
  },
  'many tracks': (draft, dice, many) => {
    const count = Math.min(many, dice.pick([300, 4096, 4096, 20000]));
    for (let n = 0; n < count; n++) {
      const track: TimedEvent[] = [];
      if (!dice.oneIn(3)) addNote(track, ticksOf(draft, n % 64), ticksOf(draft, 1), 30 + (n % 70), n % 16);
      draft.tracks.push(track);
    }
  },
  'thousands of tempos': (draft, dice, many) => {
    const every = Math.max(1, ticksOf(draft, dice.pick([0.01, 0.25, 1])));
    for (let n = 0; n < many; n++) addTempo(first(draft), n * every, 1 + dice.below(3000000));
    addTune(draft, dice, Math.min(many, 20000), many * every);
  },
  'thousands of time signatures': (draft, dice, many) => {
    const every = Math.max(1, ticksOf(draft, dice.pick([0.01, 0.25, 1])));
    for (let n = 0; n < many; n++) addMeter(first(draft), n * every, dice.below(256), dice.below(8));
    addTune(draft, dice, Math.min(many, 20000), many * every);
  },
  'overlapping notes of one pitch': (draft, dice, many) => {
    const length = ticksOf(draft, dice.pick([4, 100, MOST_QUARTERS]));
    for (let n = 0; n < many; n++) first(draft).push({ tick: n % length, bytes: [0x90, 60, 80] });
    for (let n = 0; n < many; n++) first(draft).push({ tick: length + (n % length), bytes: [0x80, 60, 64] });
  },
  'notes that all end together': (draft, dice, many) => {
    const length = ticksOf(draft, dice.pick([100, 2000, MOST_QUARTERS]));
    for (let n = 0; n < many; n++) {
      const start = Math.floor((n * length) / (many + 1));
      addNote(first(draft), start, length - start, 20 + ((7 * n) % 90), n % 9);
    }
  },
  'notes within notes': (draft, dice, many) => {
    const length = ticksOf(draft, dice.pick([100, 2000, MOST_QUARTERS]));
    for (let n = 0; n < many; n++) {
      const edge = Math.floor((n * length) / (2 * many + 2));
      addNote(first(draft), edge, length - 2 * edge, 20 + (n % 90), n % 9);
    }
  },
  'SMPTE time': (draft, dice, many) => {
    draft.division = (256 - dice.pick([24, 25, 29, 30])) * 256 + dice.pick([1, 2, 4, 40, 80, 100, 255]);
    addTune(draft, dice, many, dice.pick([1000, 100000, 2000000000]));
  },
  'empty tracks': (draft, dice) => {
    draft.tracks.length = 0;
    for (let n = dice.pick([1, 100, 4096]); n > 0; n--) draft.tracks.push([]);
    draft.end = ticksOf(draft, quarters(dice));
  },
  'ports, channels, programs': (draft, dice, many) => {
    for (let port = 0; port < dice.pick([2, 16, 128]); port++) {
      const track: TimedEvent[] = [{ tick: 0, bytes: [0xff, 0x21, 1, port] }];
      for (let n = 0; n < Math.min(2000, many / 16); n++) {
        const tick = ticksOf(draft, n / 4);
        track.push({ tick, bytes: [0xc0 + (n % 16), dice.below(128)] });
        addNote(track, tick, ticksOf(draft, 0.25), 30 + dice.below(60), n % 16);
      }
      draft.tracks.push(track);
    }
  },
  'pedals and controllers': (draft, dice, many) => {
    for (let n = 0; n < many; n++) {
      const controller = dice.pick([64, 64, 64, 7, 11, 10, 120, 121, 123]);
      first(draft).push({ tick: 3 * n, bytes: [0xb0 + dice.below(16), controller, dice.below(128)] });
    }
    addTune(draft, dice, Math.min(many, 4000), 3 * many);
  },
  'notes of no length': (draft, dice, many) => {
    const length = ticksOf(draft, dice.pick([1, 64, MOST_QUARTERS]));
    for (let n = 0; n < many; n++) addNote(first(draft), dice.below(length), 0, dice.below(128), dice.below(16));
  },
  'a full roll': (draft, dice, many) => {
    const long = dice.pick([200, 2000, MOST_QUARTERS]);
    const length = ticksOf(draft, long);
    for (let n = 0; n < many; n++) {
      const start = Math.floor((Math.floor(n / 60) * length) / (many / 60 + 1));
      addNote(first(draft), start, ticksOf(draft, dice.pick([0.25, 1, 30])), 30 + (n % 60), n % 9);
    }
  },
  'a long song': (draft, dice, many) => {
    addTune(draft, dice, many, ticksOf(draft, dice.pick([1000, MOST_QUARTERS])));
  },
  'pieces of format 2': (draft, dice, many) => {
    draft.format = 2;
    for (let n = Math.min(many, dice.pick([3, 400])); n > 0; n--) {
      const track: TimedEvent[] = [];
      addNote(track, 0, ticksOf(draft, dice.pick([1, 100])), 40 + (n % 40));
      draft.tracks.push(track);
    }
  },
  'drums alone': (draft, dice, many) => {
    for (let n = 0; n < many; n++) addNote(first(draft), n * 20, 10, dice.below(128), 9);
  },
  'events about nothing': (draft, dice, many) => {
    for (let n = 0; n < many; n++) {
      const bytes = dice.pick([
        [0xff, 1, 3, 65, 66, 67],
        [0xf0, 2, 1, 0xf7],
        [0xe0, 0, 64],
        [0xd0, 9],
        [0xa0, 60, 3],
      ]);
      first(draft).push({ tick: n, bytes });
    }
    addTune(draft, dice, 100, Math.max(many, 1000));
  },
};

/** The hostile file that the dice choose: of every kind, every kind at some size, now and then two kinds in one. */
export function hostileSong(dice: Dice, kind: string = dice.pick(Object.keys(HOSTILE_KINDS))): HostileSong {
  const draft: Draft = { format: 1, division: dice.pick([96, 120, 480, 480, 960]), tracks: [[]], end: 0 };
  const kinds = [kind];
  if (dice.oneIn(5)) kinds.push(dice.pick(Object.keys(HOSTILE_KINDS)));
  for (const name of kinds) {
    if (draft.tracks.length === 0) draft.tracks.push([]);
    HOSTILE_KINDS[name]?.(draft, dice, Math.floor(dice.pick(SCALES) / kinds.length));
  }
  return { kind: kinds.join(', '), bytes: draftBytes(draft) };
}

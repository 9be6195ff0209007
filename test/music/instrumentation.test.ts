import { describe, expect, it } from 'vitest';
import { type ControlChange, type Note, readMidi, type Song, writeMidi } from '../../src/index.ts';
import { continueSong } from '../../src/music/songs/continue-song.ts';
import { fillBars } from '../../src/music/songs/fill-bars.ts';
import { harmonise } from '../../src/music/songs/harmonise.ts';
import { MODEL, newNotes, songOf } from './fixture.ts';

const QUICK = { gibbs: 3 };
const BAR = 4 * 96;

/** Four quarter notes a bar on a channel, each in a track of its own unless told. */
function part(channel: number, bars: number, pitch: number, more: Partial<Note> = {}): Partial<Note>[] {
  return Array.from({ length: 4 * bars }, (_, n) => {
    return { start: n * 96, channel, pitch: pitch + [0, 4, 7, 4][n % 4]!, ...more };
  });
}

function programs(...list: [tick: number, channel: number, program: number][]): Song['programs'] {
  return list.map(([tick, channel, program]) => ({ tick, channel, track: 0, program }));
}

function controls(...list: [tick: number, channel: number, controller: number, value: number][]): ControlChange[] {
  return list.map(([tick, channel, controller, value]) => ({ tick, channel, track: 0, controller, value }));
}

/** What a channel is set to when a note begins: the last change up to there, in the order of ticks. */
function inForce<T extends { tick: number; channel: number }>(list: readonly T[], note: Note): T | undefined {
  const before = list.filter(({ tick, channel }) => channel === note.channel && tick <= note.start);
  return before.sort((a, b) => a.tick - b.tick).pop();
}

/** As a file says it: written, and read again. */
function heard(song: Song): Song {
  return readMidi(writeMidi(song));
}

/** Program, volume, pan and expression in force when a note begins. */
function soundOf({ programs: changes, controls: moves = [] }: Song, note: Note): unknown {
  const controllers = [0, 32, 7, 10, 11].map((n) => moves.filter(({ controller }) => controller === n));
  return [inForce(changes, note)?.program, controllers.map((list) => inForce(list, note)?.value)];
}

/** Every old note sounds with the same program and controllers as before. */
function expectOldSound(before: Song, after: Song): void {
  for (const note of before.notes) expect(soundOf(after, note)).toEqual(soundOf(before, note));
}

describe('a continuation', () => {
  it('sounds like the end: program, volume, pan and expression in force there, of several at one tick the last', () => {
    const song = songOf(part(0, 8, 60), {
      programs: programs([0, 0, 0], [4 * BAR, 0, 19], [4 * BAR, 0, 48]),
      controls: controls([0, 0, 7, 30], [0, 0, 10, 20], [4 * BAR, 0, 7, 70], [4 * BAR, 0, 11, 99]),
    });
    const after = heard(continueSong(MODEL, song, { ...QUICK, bars: 2 }));
    for (const note of newNotes(song, after)) {
      expect(inForce(after.programs, note)?.program).toBe(48);
      const of = (n: number): unknown =>
        inForce(after.controls?.filter(({ controller }) => controller === n) ?? [], note);
      expect([of(7), of(10), of(11)]).toMatchObject([{ value: 70 }, { value: 20 }, { value: 99 }]);
    }
    expectOldSound(song, after);
  });

  it('is played by the parts of the last bars, each in its range and as loud as there', () => {
    const notes = [...part(3, 10, 72, { velocity: 90 }), ...part(5, 10, 40, { velocity: 50 })];
    const song = songOf([...notes, { channel: 7, pitch: 60, velocity: 127 }], {
      programs: programs([0, 3, 73], [0, 5, 32], [0, 7, 12]),
    });
    const fresh = newNotes(song, continueSong(MODEL, song, { ...QUICK, bars: 8 }));
    expect(new Set(fresh.map(({ channel }) => channel))).toEqual(new Set([3, 5]));
    for (const { channel, pitch, velocity } of fresh) {
      expect([channel, velocity]).toEqual(pitch > 59 ? [3, 90] : [5, 50]);
    }
  });

  it('begins with all pedals up, bends back and no key down', () => {
    const song: Song = {
      ...songOf(part(0, 4, 60)),
      pedals: [
        { tick: 100, channel: 0, track: 0, value: 127 },
        { tick: 200, channel: 4, track: 0, value: 64 },
      ],
      bends: [{ tick: 4 * BAR - 10, channel: 0, track: 0, value: -4000 }],
      controls: controls([50, 0, 66, 127], [4 * BAR - 20, 0, 1, 80]),
    };
    const after = continueSong(MODEL, song, { ...QUICK, bars: 1 });
    const place = { tick: 4 * BAR, channel: 0, track: 1 };
    expect(after.pedals.slice(2)).toEqual([
      { ...place, value: 0 },
      { ...place, channel: 4, value: 0 },
    ]);
    expect(after.bends?.slice(1)).toEqual([{ ...place, value: 0 }]);
    expect(after.controls).toContainEqual({ ...place, controller: 66, value: 0 });
    expect(after.controls).toContainEqual({ ...place, controller: 1, value: 0 });
  });

  it('ends keys that nothing in the file releases', () => {
    const song = songOf(part(2, 4, 60), { format: 1 });
    const bytes = writeMidi(song);
    // The last note off becomes a program change of another channel, as long as it was.
    bytes.set([0xb9, 7, 100], bytes.length - 4 - 3);
    const hanging = readMidi(bytes);
    const after = continueSong(MODEL, hanging, { ...QUICK, bars: 1 });
    expect(after.controls).toContainEqual({ tick: 4 * BAR, channel: 2, track: 1, controller: 123, value: 0 });
    expect(continueSong(MODEL, song, { ...QUICK, bars: 1 }).controls).toEqual([]);
  });

  it('keeps the bank that the last program change chose, and is in tune after a reset', () => {
    const song: Song = {
      ...songOf(part(0, 8, 60), {
        programs: programs([0, 0, 5]),
        controls: controls([0, 0, 0, 3], [100, 0, 0, 8], [200, 0, 121, 0]),
      }),
      bends: [{ tick: 0, channel: 0, track: 0, value: 4000 }],
    };
    const after = continueSong(MODEL, song, { ...QUICK, bars: 1 });
    const place = { tick: 8 * BAR, channel: 0, track: 1 };
    expect(after.controls).toContainEqual({ ...place, controller: 0, value: 3 });
    expect(after.bends).toEqual(song.bends);
    // Said once more, the program would take the bank that waits for the next one.
    expect(fillBars(MODEL, song, { ...QUICK, firstBar: 3, lastBar: 3 }).programs).toEqual(song.programs);
  });

  it('takes what is set during the last note, and not a fade to silence', () => {
    const late = [8 * BAR - 50, 8 * BAR - 50, 8 * BAR - 40, 8 * BAR - 30];
    const song = songOf(part(0, 8, 60), {
      programs: programs([0, 0, 0], [late[0]!, 0, 48]),
      controls: controls(
        [0, 0, 7, 90],
        [late[1]!, 0, 7, 50],
        [late[2]!, 0, 10, 0],
        [0, 0, 11, 110],
        [late[3]!, 0, 11, 0],
      ),
    });
    const after = heard(continueSong(MODEL, song, { ...QUICK, bars: 1 }));
    const [note] = newNotes(song, after);
    const of = (n: number): unknown =>
      inForce(after.controls?.filter(({ controller }) => controller === n) ?? [], note!)?.value;
    expect([inForce(after.programs, note!)?.program, of(7), of(10), of(11)]).toEqual([48, 50, 0, 110]);
  });

  it('takes another channel where the song changes its own afterwards', () => {
    const song = songOf([...part(0, 4, 60)], {
      end: 12 * BAR,
      programs: programs([0, 0, 24], [5 * BAR, 0, 99]),
    });
    const after = continueSong(MODEL, song, { ...QUICK, bars: 4 });
    for (const note of newNotes(song, after)) {
      expect(note.channel).not.toBe(0);
      expect(inForce(after.programs, note)?.program).toBe(24);
    }
  });
});

describe('filled bars', () => {
  const song = songOf(
    [
      ...part(0, 8, 60, { velocity: 110 }),
      ...part(1, 8, 36, { velocity: 45 }),
      ...part(9, 8, 36, { velocity: 127 }),
      ...Array.from({ length: 64 }, (_, n) => ({ start: n * 12, channel: 2, pitch: 90, velocity: 3 })),
    ],
    { programs: programs([0, 0, 19], [0, 1, 33], [0, 2, 80], [5 * BAR, 0, 20]) },
  );

  it('are played by the parts whose notes they replace, as loud as those', () => {
    const after = heard(fillBars(MODEL, song, { ...QUICK, firstBar: 4, lastBar: 5 }));
    const fresh = newNotes(song, after);
    for (const { channel, velocity, pitch } of fresh) {
      expect([channel, velocity]).toEqual(pitch > 51 ? [0, 110] : [1, 45]);
    }
    expect(new Set(fresh.map(({ channel }) => channel))).toEqual(new Set([0, 1]));
    for (const note of fresh) expect(inForce(after.programs, note)?.program).toBe(note.channel === 0 ? 19 : 33);
    expectOldSound(song, { ...after, notes: song.notes });
  });

  it('follow a program that changes in them', () => {
    const after = heard(fillBars(MODEL, song, { ...QUICK, firstBar: 5, lastBar: 7 }));
    for (const note of newNotes(song, after).filter(({ channel }) => channel === 0)) {
      expect(inForce(after.programs, note)?.program).toBe(note.start >= 5 * BAR ? 20 : 19);
    }
  });

  it('where they were empty are played by those around', () => {
    const gap = { ...song, notes: song.notes.filter(({ start }) => start < 3 * BAR || start >= 5 * BAR) };
    const fresh = newNotes(gap, fillBars(MODEL, gap, { ...QUICK, firstBar: 4, lastBar: 5 }));
    expect(fresh.length).toBeGreaterThan(0);
    for (const { channel } of fresh) expect([0, 1]).toContain(channel);
  });
});

describe('new voices', () => {
  it('sound like the melody they are added to, throughout, on a channel of their own', () => {
    const song = songOf(part(4, 8, 72), {
      programs: programs([0, 4, 40], [4 * BAR, 4, 41]),
      controls: controls([0, 4, 7, 90], [2 * BAR, 4, 7, 40], [0, 4, 64, 0]),
    });
    const after = heard(harmonise(MODEL, song, QUICK));
    const fresh = newNotes(song, after);
    const volumes = after.controls?.filter(({ controller }) => controller === 7) ?? [];
    for (const note of fresh) {
      expect(note.channel).not.toBe(4);
      expect(inForce(after.programs, note)?.program).toBe(note.start >= 4 * BAR ? 41 : 40);
      expect(inForce(volumes, note)?.value).toBe(note.start >= 2 * BAR ? 40 : 90);
    }
    expectOldSound(song, after);
  });

  it('are played by the parts that they replace', () => {
    const song = songOf([...part(0, 8, 72), ...part(1, 8, 48, { velocity: 33 })], {
      programs: programs([0, 0, 73], [0, 1, 43]),
    });
    const after = harmonise(MODEL, song, QUICK);
    for (const note of newNotes(song, after)) expect([note.channel, note.velocity]).toEqual([1, 33]);
    expectOldSound({ ...song, notes: after.notes.filter(({ track }) => track === 0) }, after);
  });
});

describe('channels that a file sets up without notes', () => {
  const others = [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15];
  const setUp = (tick: number): Song => ({
    ...songOf(
      part(0, 8, 72).map((note) => Object.assign({}, note, { start: note.start! + BAR })),
      {
        programs: programs(...others.map((channel) => [tick, channel, 40] as [number, number, number])),
        controls: controls(...others.flatMap((channel) => [7, 10].map((n) => [tick, channel, n, 0] as never))),
      },
    ),
    pedals: others.map((channel) => ({ tick, channel, track: 0, value: 127 })),
    bends: others.map((channel) => ({ tick, channel, track: 0, value: 3000 })),
  });

  it('are set for new voices', () => {
    const song = setUp(0);
    const after = heard(harmonise(MODEL, song, QUICK));
    const [note] = newNotes(song, after);
    expect(note?.channel).toBe(1);
    expect(soundOf(after, note!)).toEqual([0, [undefined, undefined, 100, 64, undefined]]);
    expect(inForce(after.pedals, note!)?.value).toBe(0);
    expect(inForce(after.bends ?? [], note!)?.value).toBe(0);
  });

  it('are left alone where they are set later on', () => {
    const song = setUp(4 * BAR);
    for (const { channel } of newNotes(song, harmonise(MODEL, song, QUICK))) expect(channel).toBe(0);
  });
});

describe('where all channels are in use', () => {
  const channels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15];
  const song = songOf(
    channels.flatMap((channel) => part(channel, 4, 36 + 3 * channel)),
    { programs: channels.map((channel) => ({ tick: 0, channel, track: 0, program: 8 * channel })) },
  );

  it.each([
    ['continue', (options: object) => continueSong(MODEL, song, { ...QUICK, ...options })],
    ['fill', (options: object) => fillBars(MODEL, song, { ...QUICK, firstBar: 2, lastBar: 3, ...options })],
    ['harmonise', (options: object) => harmonise(MODEL, song, { ...QUICK, ...options })],
  ] as const)('%s changes the sound of no part', (_, work) => {
    for (const options of [{}, { program: 41 }]) {
      const after = heard(work(options));
      expect(newNotes(song, after).length).toBeGreaterThan(0);
      for (const note of after.notes) expect(inForce(after.programs, note)?.program).toBe(8 * note.channel);
    }
  });

  it('the part with the nearest program plays what was to be another instrument', () => {
    const fresh = newNotes(song, continueSong(MODEL, song, { ...QUICK, program: 41 }));
    expect(new Set(fresh.map(({ channel }) => channel))).toEqual(new Set([5]));
  });
});

it('parts on channels of two ports keep apart', () => {
  const song = songOf([...part(0, 8, 40), ...part(16, 8, 72)], { programs: programs([0, 0, 32], [0, 16, 73]) });
  const after = heard(continueSong(MODEL, song, { ...QUICK, bars: 4 }));
  for (const note of newNotes(song, after)) {
    expect(note.channel).toBe(note.pitch > 59 ? 16 : 0);
    expect(inForce(after.programs, note)?.program).toBe(note.pitch > 59 ? 73 : 32);
  }
  const told = heard(harmonise(MODEL, song, { ...QUICK, program: 5 }));
  // A player without ports hears channel 16 as channel 0.
  for (const { channel } of newNotes(song, told)) expect(channel).toBe(1);
});

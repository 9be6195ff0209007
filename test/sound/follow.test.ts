/**
 * What channels say is heard: volume, expression, pan, bend, vibrato, silencing, resets, programs. 960 ticks are a second.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ChannelPressure, ControlChange, Note, PitchBend, Song } from '../../src/midi/song.ts';
import { peakOf } from '../../src/sound/loudness.ts';
import { renderSong } from '../../src/sound/render-song.ts';
import { SAMPLE_RATE, type Sound } from '../../src/sound/sound.ts';
import { writeWav } from '../../src/sound/wav.ts';
import { aSong } from './a-song.ts';
import { centsOff, level, part, side, strength } from './measure.ts';

type Control = readonly [tick: number, controller: number, value: number, channel?: number, track?: number];

const control = ([tick, controller, value, channel = 0, track = 0]: Control): ControlChange => {
  return { tick, controller, value, channel, track };
};
const bend = (tick: number, value: number, channel = 0): PitchBend => ({ tick, value, channel, track: 0 });
const pressure = (tick: number, value: number): ChannelPressure => ({ tick, value, channel: 0, track: 0 });
/** Channels 0 to 3 play flutes, which hold their tone, or another program. */
const flutes = (program = 73): Song['programs'] =>
  [0, 1, 2, 3, 16].map((channel) => ({ tick: 0, channel, track: 0, program }));

/** The sound of a flute's A for four seconds, or of other notes, with its channel's controllers. */
function played(controls: readonly Control[], more: Partial<Song> = {}, notes: readonly Partial<Note>[] = [{}]): Sound {
  const long = notes.map((note) => ({ length: 3840, ...note }));
  return renderSong(
    aSong(long, { format: 1, tracks: 2, end: 9600, programs: flutes(), controls: controls.map(control), ...more }),
  );
}

const decibels = (ratio: number): number => 20 * Math.log10(ratio);
/** Two sounds of the same bytes have the same. */
const bytes = (sound: Sound): string => createHash('sha256').update(writeWav(sound)).digest('hex');

/** How loud a flute of a volume and an expression is beside a usual one, in decibels. */
const loudnessAt = (volume: number, expression: number): number => {
  // The second channel sets the scale.
  const sound = played(
    [
      [0, 7, volume],
      [0, 11, expression],
    ],
    {},
    [{ length: 1920 }, { start: 2880, length: 960, channel: 1 }],
  );
  return decibels(level(sound, 0.5, 1.5) / level(sound, 3.3, 3.9));
};

/** The largest step from a sample to the next. */
const steepest = (sound: Sound): number => {
  let most = 0;
  for (let n = 1; n < sound.left.length; n++) most = Math.max(most, Math.abs(sound.left[n]! - sound.left[n - 1]!));
  return most;
};

/** Sets the bend range. */
const range = (semitones: number, tick = 0): Control[] => [
  [tick, 101, 0],
  [tick, 100, 0],
  [tick, 6, semitones],
];

/** A part after a bend at two seconds. */
const bentPart = (sound: Sound): Sound => part(sound, 2.4, 2.9);
const change = (program: number): Song['programs'][number] => ({ tick: 0, channel: 0, track: 0, program });

describe('loudness', () => {
  it.each([
    ['volume', 7],
    ['expression', 11],
  ])('%s fades a note that sounds', (_name, controller) => {
    const steps = Array.from({ length: 121 }, (_, n): Control => [32 * n, controller, Math.max(0, 127 - n)]);
    const sound = played(steps);
    const levels = [0, 1, 2, 3].map((second) => level(sound, second + 0.1, second + 0.9));
    expect(levels).toEqual([...levels].sort((a, b) => b - a));
    // 40 log10(value / 127): halfway it is at 67.
    expect(decibels(level(sound, 1.95, 2.05) / level(sound, 0.05, 0.15))).toBeCloseTo(40 * Math.log10(67 / 124), 0);
    expect(levels[3]! / levels[0]!).toBeLessThan(0.06);
  });

  it('goes with the square of volume and expression together', () => {
    expect(loudnessAt(50, 127) - loudnessAt(100, 127)).toBeCloseTo(-12.04, 1);
    expect(loudnessAt(100, 64) - loudnessAt(100, 127)).toBeCloseTo(40 * Math.log10(64 / 127), 1);
    expect(loudnessAt(127, 127)).toBeCloseTo(40 * Math.log10(127 / 100), 1);
  });

  it('is not changed by messages that set the defaults', () => {
    const usual: Control[] = [0, 1, 2].flatMap((channel): Control[] => [
      [0, 7, 100, channel],
      [0, 11, 127, channel],
      [0, 10, 64, channel],
      [0, 1, 0, channel],
    ]);
    // Their fine parts, banks, effects: nothing of ours.
    const fine: Control[] = [39, 43, 42, 0, 32, 91, 93, 71, 74, 65, 5].map((n) => [0, n, 127]);
    const notes = [{}, { channel: 1, start: 500, pitch: 60 }];
    expect(bytes(played([...usual, ...fine], { bends: [bend(0, 0)], pressures: [pressure(0, 0)] }, notes))).toEqual(
      bytes(played([], {}, notes)),
    );
  });

  it('mutes one channel and leaves the others, to the byte', () => {
    const notes = [{ channel: 0 }, { channel: 1, pitch: 60 }];
    expect(bytes(played([[0, 7, 0]], {}, notes))).toEqual(bytes(played([], {}, [notes[1]!])));
    expect(bytes(played([[0, 11, 0]], {}, notes))).toEqual(bytes(played([], {}, [notes[1]!])));
  });

  it('of all channels muted is silence as long as the music', () => {
    const sound = played([[0, 7, 0]]);
    expect(peakOf(sound)).toBe(0);
    expect(sound.left).toHaveLength(4 * SAMPLE_RATE);
  });

  it('comes back', () => {
    const sound = played([
      [0, 7, 0],
      [1920, 7, 100],
    ]);
    expect(peakOf(part(sound, 0, 1.99))).toBe(0);
    expect(level(sound, 2.1, 3.9)).toBeGreaterThan(0.1);
  });

  it('of a note that begins where it changes is the new one from its first sample', () => {
    const notes = [{ length: 960 }, { start: 1920, length: 960 }];
    const cut = played([[1920, 7, 0]], {}, [...notes, { start: 3840, channel: 1 }]);
    const alone = played([], {}, [notes[0]!, { start: 3840, channel: 1 }]);
    expect(bytes(cut)).toEqual(bytes(alone));
  });

  it('may be in any track', () => {
    const here = played([[1920, 7, 30]]);
    expect(bytes(played([[1920, 7, 30, 0, 1]]))).toEqual(bytes(here));
    expect(level(here, 3, 3.9)).toBeLessThan(0.15 * level(here, 1, 1.9));
  });

  it('makes no click: no step between samples is larger than the tone itself makes', () => {
    const jumps = Array.from({ length: 20 }, (_, n): Control => [960 + 90 * n, 7, n % 2 === 0 ? 0 : 100]);
    const turns = Array.from({ length: 20 }, (_, n): Control => [1000 + 90 * n, 10, n % 2 === 0 ? 0 : 127]);
    const bends = Array.from({ length: 20 }, (_, n) => bend(1030 + 90 * n, n % 2 === 0 ? -8192 : 0));
    const plain = steepest(played([[0, 10, 0]]));
    expect(steepest(played([...jumps, ...turns], { bends }))).toBeLessThan(1.1 * plain);
  });
});

describe('pan', () => {
  it('moves a channel, also while its notes sound', () => {
    const [left, right] = [played([[0, 10, 0]]), played([[0, 10, 127]])];
    expect(side(part(left, 0.1, 3.9))).toBeGreaterThan(5);
    expect(side(part(right, 0.1, 3.9))).toBeLessThan(1 / 5);
    const across = played([
      [0, 10, 0],
      [1920, 10, 127],
    ]);
    expect(side(part(across, 0.5, 1.9))).toBeGreaterThan(5);
    expect(side(part(across, 2.5, 3.9))).toBeLessThan(1 / 5);
  });

  it('keeps the order of the keys', () => {
    const sides = [10, 40, 64, 90, 120].map((value) => side(part(played([[0, 10, value]]), 0.2, 3.8)));
    expect(sides).toEqual([...sides].sort((a, b) => b - a));
    const low = side(part(played([[0, 10, 90]], {}, [{ pitch: 50 }]), 0.2, 3.8));
    expect(low).toBeGreaterThan(side(part(played([[0, 10, 90]], {}, [{ pitch: 90 }]), 0.2, 3.8)));
  });

  it('moves drums too', () => {
    const hits = [{ channel: 9, pitch: 42 }];
    expect(side(played([[0, 10, 0, 9]], {}, hits))).toBeGreaterThan(4);
    expect(side(played([[0, 10, 127, 9]], {}, hits))).toBeLessThan(1 / 4);
  });
});

describe('bend', () => {
  it.each([
    ['up by two semitones', 8191, [], 2],
    ['down by two semitones', -8192, [], -2],
    ['half way', 4096, [], 1],
    ['range 12 up', 8191, range(12), 12],
    ['range 12 down', -8192, range(12), -12],
    ['range 24 up', 8191, range(24), 24],
    ['range 0', 8191, range(0), 0],
    ['range 1 and 50 cents', 8191, [...range(1), [0, 38, 50]], 1.5],
    ['range set after the bend', 8191, range(7, 1900), 7],
    ['range by increment, a cent each', 8191, [...range(2), [0, 96, 0], [0, 96, 127], [0, 97, 5]], 2.01],
    ['null parameter, data ignored', 8191, [...range(5), [0, 101, 127], [0, 100, 127], [0, 6, 12], [0, 38, 50]], 5],
    ['no parameter chosen', 8191, [[0, 6, 12]], 2],
    ["a maker's own parameter", 8191, [...range(3), [0, 99, 1], [0, 98, 8], [0, 6, 64]], 3],
    [
      'another parameter: fine tuning',
      8191,
      [
        [0, 101, 0],
        [0, 100, 1],
        [0, 6, 64],
      ],
      2,
    ],
    ['range of another channel', 8191, range(12).map(([t, c, v]) => [t, c, v, 1]), 2],
  ] as [string, number, Control[], number][])('%s', (_name, value, controls, semitones) => {
    const sound = played(controls, { bends: [bend(1920, value)] });
    expect(Math.abs(centsOff(part(sound, 0.5, 1), 440))).toBeLessThan(1);
    expect(Math.abs(centsOff(bentPart(sound), 440 * 2 ** (semitones / 12)))).toBeLessThan(1.5);
  });

  it('applies to later notes, through a program change, until it is changed', () => {
    const programs = [...flutes(), { tick: 1500, channel: 0, track: 0, program: 19 }];
    const notes = [{ length: 960 }, { start: 1920, length: 960 }, { start: 3840, length: 960 }];
    const bends = [bend(100, 4096), bend(3840, 0)];
    const sound = played([], { programs, bends }, notes);
    const up = 440 * 2 ** (1 / 12);
    expect(Math.abs(centsOff(part(sound, 0.4, 0.9), up))).toBeLessThan(1.5);
    expect(Math.abs(centsOff(part(sound, 2.3, 2.9), up))).toBeLessThan(2);
    expect(Math.abs(centsOff(part(sound, 4.3, 4.9), 440))).toBeLessThan(2);
  });

  it.each([0, 12, 19, 24, 33, 48, 90])('bends every instrument: program %i', (program) => {
    const sound = played([], { programs: flutes(program), bends: [bend(0, 8191)] }, [{ pitch: 60 }]);
    expect(Math.abs(centsOff(part(sound, 0.2, 0.7), 261.6256 * 2 ** (2 / 12)))).toBeLessThan(10);
  });

  it('keeps a tone as loud as it was', () => {
    const bends = Array.from({ length: 300 }, (_, n) => bend(960 + 6 * n, Math.round(8191 * Math.sin(n / 9))));
    const sound = played([], { bends: [...bends, bend(2880, 0)] });
    expect(level(sound, 3.2, 3.8) / level(sound, 0.3, 0.9)).toBeCloseTo(1, 1);
  });

  it('takes nothing beyond half the sample rate, and brings it back', () => {
    const sound = played(range(48), { bends: [bend(960, 8191), bend(2880, 0)] }, [{ pitch: 90 }]);
    expect(level(sound, 1.5, 2.9)).toBeLessThan(0.02 * level(sound, 0.3, 0.9));
    expect(Math.abs(centsOff(part(sound, 3.2, 3.8), 440 * 2 ** (21 / 12)))).toBeLessThan(1.5);
    expect(level(sound, 3.2, 3.8) / level(sound, 0.3, 0.9)).toBeGreaterThan(0.8);
  });
});

/** The pitch in cents above A, every hundredth of a second, by where the tone rises through 0; echoes move it by up to 20 cents. */
function pitches({ left }: Sound): number[] {
  const rises: number[] = [];
  let [last, slow] = [0, 0];
  for (let n = 0; n < left.length; n++) {
    // The fundamental alone: two passes of a follower.
    last += 0.05 * (left[n]! - last);
    const before = slow;
    slow += 0.05 * (last - slow);
    if (before < 0 && slow >= 0) rises.push(n - slow / (slow - before));
  }
  const cents: number[] = [];
  for (let k = 4; k < rises.length; k += 4) {
    cents.push(1200 * Math.log2((4 * SAMPLE_RATE) / (rises[k]! - rises[k - 4]!) / 440));
  }
  return cents;
}

/** Cents between the highest tenth of pitches and the lowest. */
const spread = (sound: Sound, from: number, to: number): number => {
  const found = pitches(part(sound, from, to)).sort((a, b) => a - b);
  return found[Math.floor(0.9 * found.length)]! - found[Math.floor(0.1 * found.length)]!;
};

describe('vibrato', () => {
  it.each([
    ['modulation', [[0, 1, 127]], {}],
    ['channel pressure', [], { pressures: [pressure(0, 127)] }],
  ] as [string, Control[], Partial<Song>][])(
    'by %s: half a semitone to either side, 5.5 times a second',
    (_n, controls, more) => {
      const found = pitches(part(played(controls, more), 0.5, 3.5));
      expect(Math.max(...found)).toBeGreaterThan(40);
      expect(Math.max(...found)).toBeLessThan(75);
      expect(Math.min(...found)).toBeLessThan(-40);
      expect(Math.min(...found)).toBeGreaterThan(-75);
      const ups = found.filter((cents, n) => n > 0 && found[n - 1]! < 0 && cents >= 0).length;
      expect(ups / 3).toBeGreaterThan(5);
      expect(ups / 3).toBeLessThan(6);
    },
  );

  it('has the given depth, comes and goes while a note sounds', () => {
    const sound = played([
      [960, 1, 64],
      [2880, 1, 0],
    ]);
    expect(spread(sound, 0.3, 0.95)).toBeLessThan(20);
    expect(spread(sound, 1.2, 2.9)).toBeGreaterThan(35);
    expect(spread(sound, 1.2, 2.9)).toBeLessThan(100);
    expect(spread(sound, 3.4, 3.9)).toBeLessThan(20);
  });
});

describe('silencing', () => {
  it.each([0, 48, 90])('all sound off ends notes at once, whatever their release: program %i', (program) => {
    const controls: Control[] = [[1920, 120, 0]];
    const sound = played(controls, { programs: flutes(program) }, [{}, { start: 3840, channel: 1 }]);
    const without = played([], { programs: flutes(program) }, [{ length: 1920 }, { start: 3840, channel: 1 }]);
    // What is left are echoes.
    expect(level(sound, 2.01, 2.06)).toBeLessThan(0.45 * level(sound, 1.8, 1.99));
    expect(level(sound, 2.01, 2.06)).toBeLessThan(0.6 * level(without, 2.01, 2.06));
  });

  it('all sound off ends what rings on, what the pedal holds, and drums', () => {
    const pedals = [{ tick: 0, channel: 0, track: 0, value: 127 }];
    const end = { start: 3840, channel: 1 };
    const held = played([[1920, 120, 0]], { pedals }, [{ length: 480 }, end]);
    expect(level(held, 1.8, 1.99)).toBeGreaterThan(0.02);
    expect(level(held, 2.2, 2.4)).toBeLessThan(0.1 * level(held, 1.8, 1.99));
    const crash = [{ channel: 9, pitch: 49, length: 100 }, end];
    const choked = played([[480, 120, 0, 9]], {}, crash);
    expect(level(choked, 0.7, 0.9)).toBeLessThan(0.15 * level(played([], {}, crash), 0.7, 0.9));
  });

  it('all sound off is for its channel, and for the notes before it', () => {
    const notes = [{ start: 960 }, { channel: 1, pitch: 60 }];
    expect(bytes(played([[960, 120, 0]], {}, notes))).toEqual(bytes(played([], {}, notes)));
  });

  it.each([123, 124, 125, 126, 127])('controller %i ends notes as if their keys came up', (controller) => {
    const after = { start: 3840 };
    expect(bytes(played([[1920, controller, 0]], {}, [{}, after]))).toEqual(
      bytes(played([], {}, [{ length: 1920 }, after])),
    );
  });
});

describe('reset of all controllers', () => {
  it('puts back modulation, expression, bend, pressure and the parameter number, in a note that sounds', () => {
    const controls: Control[] = [
      [0, 1, 127],
      [0, 11, 20],
      [0, 101, 0],
      [0, 100, 0],
      [1920, 121, 0],
      [1930, 6, 12],
      [2000, 7, 100],
    ];
    const sound = played(controls, { bends: [bend(0, 4096), bend(2000, 0)], pressures: [pressure(0, 127)] });
    expect(level(sound, 2.5, 3.5)).toBeGreaterThan(20 * level(sound, 0.5, 1.5));
    const after = pitches(part(sound, 2.3, 3.8));
    expect(Math.max(...after.map(Math.abs))).toBeLessThan(15);
    // Data after the reset was for no parameter: the range is still two semitones.
    const bent = played(controls, { bends: [bend(2400, 8191)] });
    expect(Math.abs(centsOff(part(bent, 2.8, 3.6), 440 * 2 ** (2 / 12)))).toBeLessThan(1.5);
  });

  it('leaves volume, pan, program and bend range', () => {
    const controls: Control[] = [
      [0, 7, 50],
      [0, 10, 0],
      [0, 101, 0],
      [0, 100, 0],
      [0, 6, 7],
    ];
    const notes = [{ start: 960 }, { start: 5000, channel: 1 }];
    const bends = [bend(960, 8191)];
    expect(bytes(played([...controls, [500, 121, 0]], { bends }, notes))).toEqual(
      bytes(played(controls, { bends }, notes)),
    );
  });

  it('comes before later messages of its tick', () => {
    const [reset, quiet]: Control[] = [
      [0, 121, 0],
      [0, 11, 20],
    ];
    const other = { channel: 1, start: 4800 };
    expect(bytes(played([reset!, quiet!], {}, [{}, other]))).toEqual(bytes(played([quiet!], {}, [{}, other])));
    expect(bytes(played([quiet!, reset!], {}, [{}, other]))).toEqual(bytes(played([], {}, [{}, other])));
  });
});

describe('channels', () => {
  it('of another port are others', () => {
    const notes = [{ pitch: 69 }, { pitch: 60, channel: 16 }];
    const alone = bytes(played([], {}, [notes[1]!]));
    expect(bytes(played([[0, 7, 0]], {}, notes))).toEqual(alone);
    const sound = played(
      [
        [0, 10, 0],
        [0, 10, 127, 16],
      ],
      { bends: [bend(0, 8191, 16)] },
      notes,
    );
    const [left, right] = [
      { left: sound.left, right: sound.left },
      { left: sound.right, right: sound.right },
    ];
    expect(strength(part(left, 1, 2), 440)).toBeGreaterThan(2.5 * strength(part(right, 1, 2), 440));
    const bent = 261.6256 * 2 ** (2 / 12);
    expect(strength(part(right, 1, 2), bent)).toBeGreaterThan(2.5 * strength(part(left, 1, 2), bent));
  });

  it('take the last program of a tick', () => {
    expect(bytes(played([], { programs: [change(0), change(19), change(73)] }))).toEqual(bytes(played([])));
  });
});

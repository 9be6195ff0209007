/**
 * The commands that read MIDI files, and how they are run on a hostile one.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dice } from './dice.ts';
import { ROOT } from './places.ts';

const MODEL = join(ROOT, 'fixtures/models/default.safetensors');
const GOOD = join(ROOT, 'fixtures/midi/sakura.mid');

/** Makes the arguments of a run: its file is `song`, and it writes to `out` alone. */
type Arguments = (song: string, out: string, dice: Dice) => string[];

/** Runs by command; `inspect` has one more that draws. */
export const COMMANDS: Readonly<Record<string, Arguments>> = {
  train: (song, out, dice) => [
    'train',
    song,
    ...(dice.oneIn(2) ? [GOOD] : []),
    '-o',
    join(out, 'model.safetensors'),
    '--epochs',
    '1',
    '--hidden',
    '16',
    ...dice.pick([[], [], ['--sustain'], ['--preset', 'article'], ['--transpose', 'all-keys'], ['--chains', '0']]),
    ...(dice.oneIn(4) ? ['--picture', join(out, 'curve.svg')] : []),
  ],
  generate: (song, out, dice) => [
    'generate',
    '--from',
    song,
    '-n',
    '2',
    '-o',
    out,
    ...dice.pick([[], ['--decode', 'sample'], ['--picture', join(out, 'pieces.svg')]]),
  ],
  continue: (song, out, dice) => [
    'continue',
    song,
    '-o',
    join(out, 'song.mid'),
    '--bars',
    dice.pick(['1', '8', '64']),
    ...(dice.oneIn(4) ? ['--picture', join(out, 'song.svg')] : []),
  ],
  fill: (song, out, dice) => [
    'fill',
    song,
    '-o',
    join(out, 'song.mid'),
    '--bars',
    dice.pick(['1', '1-4', '3', '2-40', '1-1000']),
  ],
  harmonise: (song, out, dice) => [
    'harmonise',
    song,
    '-o',
    join(out, 'song.mid'),
    '--keep',
    dice.pick(['melody', 'melody', 'bass', 'all', 'track:1']),
  ],
  render: (song, out) => ['render', song, '-o', join(out, 'song.wav')],
  inspect: (song, _out, dice) => [
    'inspect',
    song,
    ...dice.pick([[], ['--json'], ['--notes'], ['--sustain'], ['--preset', 'article'], ['--grid', '96']]),
    ...dice.pick([[], [], ['--max-steps', '16777215']]),
  ],
  'inspect --picture': (song, out, dice) => [
    'inspect',
    song,
    '--picture',
    join(out, 'roll.svg'),
    ...dice.pick([[], ['--grid', '96'], ['--max-steps', '16777215']]),
  ],
  evaluate: (song, out, dice) => {
    // Two songs: one is held out, which one depends on the split.
    const folder = join(out, '..', 'songs');
    const songs = [song, GOOD, ...(dice.oneIn(2) ? [join(folder, 'another.mid')] : [])];
    return [
      'evaluate',
      ...(dice.oneIn(4) ? ['--generated', GOOD] : [MODEL]),
      ...songs,
      '--split',
      String(dice.below(6)),
      '--count',
      '8',
      ...(dice.oneIn(8) ? [] : ['--quick']),
      ...(dice.oneIn(2) ? ['--json'] : []),
    ];
  },
};

/** Lays down what a run needs in an empty folder and gives its arguments. */
export function prepareRun(command: string, bytes: Uint8Array, folder: string, dice: Dice): string[] {
  const songs = join(folder, 'songs');
  const out = join(folder, 'out');
  mkdirSync(songs, { recursive: true });
  mkdirSync(out);
  const song = join(songs, 'hostile.mid');
  writeFileSync(song, bytes);
  writeFileSync(join(songs, 'another.mid'), bytes);
  const args = COMMANDS[command]?.(song, out, dice);
  if (args === undefined) throw new Error(`there is no command ${command}`);
  return args;
}

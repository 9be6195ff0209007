/**
 * Work of every command that takes far longer than a second, to be interrupted.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partialFiles } from './judge-run.ts';
import { ROOT } from './places.ts';
import { addNote, addTempo, type Draft, draftBytes } from './timed-events.ts';
import { type Watched, watchRun } from './watch-run.ts';

const CORPUS = join(ROOT, 'fixtures/midi');
const MODEL = join(ROOT, 'fixtures/models/default.safetensors');

/** The files that the works are about. */
interface Songs {
  /** 24,750 quarter notes of 40 voices: as long as commands accept by default. */
  readonly full: string;
  /** The same over four million quarter notes: with `--max-steps` alone. */
  readonly endless: string;
  /** A melody of 16,000 notes, 2,000 bars in half an hour. */
  readonly melody: string;
}

/** The arguments of each work, which writes to the folder `out` alone. */
export const LONG_WORK: Readonly<Record<string, (songs: Songs, out: string) => string[]>> = {
  train: (_, out) => ['train', CORPUS, '-o', join(out, 'm.safetensors'), '--epochs', '1000000'],
  'train, reading': ({ endless }, out) => ['train', endless, '-o', join(out, 'm.safetensors'), ...ANY_LENGTH],
  'train, preparing': ({ full }, out) => [
    'train',
    full,
    full.replace('full', 'fuller'),
    '-o',
    join(out, 'm.safetensors'),
    '--transpose',
    'all-keys',
    '--stride',
    '1',
    '--epochs',
    '1000000',
  ],
  'train, the article preset': (_, out) => [
    'train',
    CORPUS,
    '--preset',
    'article',
    '-o',
    join(out, 'm.safetensors'),
    '--epochs',
    '1000000',
  ],
  generate: (_, out) => ['generate', '-n', '100000', '-o', out],
  'generate, windows': (_, out) => ['generate', '--bars', '1', '-n', '100000', '-o', out],
  'generate, one chain': (_, out) => ['generate', '--bars', '1', '-n', '1', '--gibbs', '1000000', '-o', out],
  'generate, a piece': (_, out) => ['generate', '--bars', '4096', '--form', 'AABA', '-o', out],
  'generate --from': ({ full }, out) => ['generate', '--from', full, '--gibbs', '1000000', '-o', out],
  continue: ({ melody }, out) => ['continue', melody, '--bars', '2000', '-o', join(out, 'song.mid')],
  fill: ({ melody }, out) => ['fill', melody, '--bars', '1-2000', '-o', join(out, 'song.mid')],
  harmonise: ({ melody }, out) => ['harmonise', melody, '-o', join(out, 'song.mid')],
  'harmonise, one long note': ({ full }, out) => [
    'harmonise',
    full,
    '--max-steps',
    '100000',
    '-o',
    join(out, 'song.mid'),
  ],
  render: ({ melody }, out) => ['render', melody, '-o', join(out, 'song.wav')],
  inspect: ({ endless }) => ['inspect', endless, ...ANY_LENGTH],
  'inspect --json': ({ endless }) => ['inspect', endless, '--json', ...ANY_LENGTH],
  'inspect --picture': ({ endless }, out) => ['inspect', endless, '--picture', join(out, 'roll.svg'), ...ANY_LENGTH],
  evaluate: ({ full, melody }) => ['evaluate', MODEL, full, melody, '--count', '100000', '--quick'],
  'evaluate, the article preset': () => ['evaluate', MODEL, CORPUS, '--count', '1'],
  compact: (_, out) => ['compact', '-o', join(out, 'm.safetensors')],
};

const ANY_LENGTH = ['--max-steps', '16777215'];

/** Starts a work, sends a signal after some milliseconds, and sees what becomes of it. */
export async function interruptWork(
  name: string,
  { after, signal, patience }: { after: number; signal: NodeJS.Signals; patience: number },
): Promise<{ readonly ran: Watched; readonly faults: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'harmonium-work-'));
  try {
    const out = join(folder, 'out');
    mkdirSync(out);
    const args = LONG_WORK[name]?.(makeSongs(folder), out);
    if (args === undefined) throw new Error(`there is no work ${name}`);
    const ran = await watchRun(args, folder, { interruptAfter: after, signal, patience });
    return { ran, faults: partialFiles(out) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeSongs(folder: string): Songs {
  const full = join(folder, 'full.mid');
  const endless = join(folder, 'endless.mid');
  const melody = join(folder, 'melody.mid');
  writeFileSync(full, voices(480, 24750));
  writeFileSync(full.replace('full', 'fuller'), voices(480, 24749));
  writeFileSync(endless, voices(480, 4_000_000));
  const track: Draft['tracks'][number] = [];
  addTempo(track, 0, 200_000);
  for (let n = 0; n < 16000; n++) addNote(track, n * 240, 240, 60 + ((n * n) % 17));
  writeFileSync(melody, draftBytes({ format: 1, division: 480, tracks: [track], end: 0 }));
  return { full, endless, melody };
}

/** Forty voices that go on for so many quarter notes. */
function voices(division: number, quarters: number): Uint8Array {
  const track: Draft['tracks'][number] = [];
  for (let pitch = 40; pitch < 80; pitch++) addNote(track, 0, division * quarters, pitch);
  return draftBytes({ format: 1, division, tracks: [track], end: 0 });
}

/**
 * `harmonium harmonise`: adds voices to a given one.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { harmoniseInParts } from '../../music/songs/harmonise.ts';
import { isKeep, type Keep } from '../../music/songs/voice-selection.ts';
import { explainOptions, parseCommandLine } from '../cli/options.ts';
import type { Command } from './command.ts';
import { SONG_LIMIT_OPTIONS, SONG_OPTIONS, workOnSong } from './song-work.ts';

const OPTIONS = {
  keep: { value: 'WHAT', help: 'melody (the highest voice), bass (the lowest), all, or track:N, from 1 (melody)' },
  output: { short: 'o', value: 'FILE', help: 'the file to write (out/NAME-harmonised.mid); - is stdout' },
  ...SONG_OPTIONS,
  ...SONG_LIMIT_OPTIONS,
} as const;

const HELP = `harmonium harmonise MELODY.mid [options]

Keeps one voice of a MIDI file note for note, to the tick, and writes the others. New notes
are below a melody and above a bass. The notes of other voices are left out; percussion,
lyrics and everything else in the file are kept. The new notes are in a track of their own.
- reads from stdin.

${explainOptions(OPTIONS)}

Examples
  harmonium harmonise melody.mid
  harmonium harmonise tune.mid --keep bass -m chorales.safetensors
  harmonium harmonise tune.mid --keep track:2 --key G -o harmonised.mid
`;

/** The command. */
export const HARMONISE: Command = { name: 'harmonise', summary: 'add the other voices to a melody', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  const keep = keepOption(given.keep);
  return workOnSong(
    {
      command: 'harmonise',
      done: 'harmonised',
      run: (model, song, options) => harmoniseInParts(model, song, { ...options, keep }),
    },
    given,
    inputs,
  );
}

function keepOption(text: string | undefined): Keep | undefined {
  if (text === undefined || isKeep(text)) return text;
  const expected = 'melody, bass, all or track:N such as track:2';
  throw new HarmoniumError('option-range', '--keep', { expected, got: `'${text}'`, option: 'keep' });
}

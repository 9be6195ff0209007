/**
 * `harmonium continue`: adds bars to the end of a MIDI file.
 *
 * @module
 */
import { INPAINT_RANGES } from '../../music/inpaint/inpaint-ranges.ts';
import { continueSongInParts } from '../../music/songs/continue-song.ts';
import { explainOptions, integerOption, parseCommandLine } from '../cli/options.ts';
import type { Command } from './command.ts';
import { SONG_LIMIT_OPTIONS, SONG_OPTIONS, workOnSong } from './song-work.ts';

const OPTIONS = {
  bars: { value: 'N', help: 'how many bars to add (8)' },
  output: { short: 'o', value: 'FILE', help: 'the file to write (out/NAME-continued.mid); - is stdout' },
  ...SONG_OPTIONS,
  ...SONG_LIMIT_OPTIONS,
} as const;

const HELP = `harmonium continue FILE.mid [options]

Adds bars to a MIDI file, from the first bar line after its last note. The key, the rhythm
and the instruments are those of its last eight bars. Everything in the file is kept, to the
tick; the new notes are in a track of their own. - reads from stdin.

${explainOptions(OPTIONS)}

Examples
  harmonium continue tune.mid
  harmonium continue tune.mid --bars 32 -m folk.safetensors -o longer.mid
  harmonium continue tune.mid --key Em --seed autumn --temperature 0.9
`;

/** The command. */
export const CONTINUE: Command = { name: 'continue', summary: 'add bars to the end of a MIDI file', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  const bars = integerOption('bars', given.bars, ...INPAINT_RANGES.bars);
  return workOnSong(
    {
      command: 'continue',
      done: 'continued',
      run: (model, song, options) => continueSongInParts(model, song, { ...options, bars }),
    },
    given,
    inputs,
  );
}

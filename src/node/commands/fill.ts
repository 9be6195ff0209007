/**
 * `harmonium fill`: replaces bars of a MIDI file.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import type { Song } from '../../midi/song.ts';
import { barCount, fillBarsInParts } from '../../music/songs/fill-bars.ts';
import { explainOptions, parseCommandLine, usageError } from '../cli/options.ts';
import type { Command } from './command.ts';
import { SONG_LIMIT_OPTIONS, SONG_OPTIONS, workOnSong } from './song-work.ts';

const OPTIONS = {
  bars: { value: 'A-B', help: 'the bars to replace, counted from 1: 5-8, or 5 for a single bar' },
  output: { short: 'o', value: 'FILE', help: 'the file to write (out/NAME-filled.mid); - is stdout' },
  ...SONG_OPTIONS,
  ...SONG_LIMIT_OPTIONS,
} as const;

const HELP = `harmonium fill FILE.mid --bars A-B [options]

Replaces some bars of a MIDI file by new ones that fit what comes before and after. The new
notes are played by the instruments whose notes they replace, at the same loudness; they are
in a track of their own. Everything else in the file is kept, to the tick, and so is
percussion. - reads from stdin.

${explainOptions(OPTIONS)}

Examples
  harmonium fill tune.mid --bars 5-8
  harmonium fill tune.mid --bars 12 --seed autumn -o better.mid
  harmonium fill tune.mid --bars 5-8 --density 1.5 --picture filled.svg
`;

/** The command. */
export const FILL: Command = { name: 'fill', summary: 'replace bars of a MIDI file', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  if (given.bars === undefined) throw usageError('fill needs --bars, such as --bars 5-8', 'bars');
  const { bars } = given;
  const match = /^([1-9]\d{0,6})(?:-([1-9]\d{0,6}))?$/.exec(bars);
  const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (!(from <= to)) throw wrongBars('bars such as 5-8 or 5, counted from 1', bars);
  return workOnSong(
    {
      command: 'fill',
      done: 'filled',
      run: (model, song, options) => {
        checkBars(song, to, bars);
        return fillBarsInParts(model, song, { ...options, firstBar: from, lastBar: to });
      },
    },
    given,
    inputs,
  );
}

/** Fails if the song has fewer bars. */
function checkBars(song: Song, last: number, bars: string): void {
  const most = barCount(song);
  if (last > most) throw wrongBars(`bars from 1 to ${most}`, bars);
}

function wrongBars(expected: string, got: string): HarmoniumError {
  return new HarmoniumError('option-range', '--bars', { expected, got: `'${got}'`, option: 'bars' });
}

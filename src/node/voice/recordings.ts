/**
 * Recorded notes: from pairs of a MIDI file and a WAV file, from single notes named by pitch, or from the synthesiser.
 *
 * @module
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { HarmoniumError } from '../../error.ts';
import { readMidi } from '../../midi/reading/read-midi.ts';
import { monoSamples } from '../../sound/mono-samples.ts';
import { readWav } from '../../sound/read-wav.ts';
import { resample } from '../../sound/resample.ts';
import { namedNote } from '../../voice/data/note-name.ts';
import { type OwnNote, ownNotes } from '../../voice/data/own-notes.ts';
import { pairNotes } from '../../voice/data/pair-notes.ts';
import type { RecordedNote } from '../../voice/training/voice-streams.ts';
import { usageError } from '../cli/options.ts';
import { runParts, runWithProgress } from '../cli/run-parts.ts';
import { counted, printable, printMessage, styled } from '../cli/terminal.ts';
import { readBytes } from '../files/read-file.ts';
import { withFileName } from '../files/with-file-name.ts';

/** Notes that the synthesiser plays by default. */
const OWN: readonly OwnNote[] = Array.from({ length: 25 }, (_, n) => 36 + 2 * n).flatMap((pitch) => [
  { pitch, velocity: 50, seconds: 0.4 },
  { pitch, velocity: 80, seconds: 0.9 },
  { pitch, velocity: 110, seconds: 0.6 },
]);

const MOST_WAV_BYTES = 1 << 29;
const MOST_MIDI_BYTES = 1 << 24;
/** A recording of one note is silent below this peak. */
const SILENT = 0.001;
/** Recordings are brought to this peak together. */
const PEAK = 0.8;

/** A file to be read: one note, or a recording of a MIDI file; and the folder in which it was found, if it was not named itself. */
export type Source = { readonly wav: string; readonly midi?: string; readonly folder?: string };

/**
 * The notes of the sources; without sources those of the synthesiser. A file of a folder that has none is skipped and named.
 *
 * @throws {HarmoniumError} with the file's name if one that was named itself has none, or all of them are skipped
 */
export async function readRecordings(
  sources: readonly Source[],
  program: number,
  rate: number,
  silent: boolean,
): Promise<readonly RecordedNote[]> {
  if (sources.length === 0) return runWithProgress('playing notes', silent, ownNotes(OWN, program, rate));
  const notes: RecordedNote[] = [];
  for (const source of sources) {
    try {
      notes.push(...(await notesOf(source, rate)));
    } catch (error) {
      if (source.folder === undefined || !(error instanceof HarmoniumError)) throw error;
      printMessage(`${styled('yellow', 'skipped')} ${printable(error.message)}`);
    }
  }
  if (notes.length === 0) throw new HarmoniumError('no-input', 'none of the recordings has notes to learn');
  return sameLevel(notes);
}

/**
 * The files that the inputs name; none without inputs.
 *
 * @throws {HarmoniumError} `usage`; `no-input` if there are no WAV files
 */
export function findRecordings(inputs: readonly string[]): Source[] {
  if (inputs.length === 0) return [];
  const sources: Source[] = [];
  const files = inputs.filter((input) => !isFolder(input));
  for (const folder of inputs.filter(isFolder)) sources.push(...sourcesIn(folder));
  const wavs = files.filter(isWav);
  const midis = files.filter((file) => !isWav(file));
  if (midis.length > 1 || (midis.length === 1 && wavs.length !== 1)) {
    throw usageError('a MIDI file goes with one WAV file: several pairs go into a folder, a pair of one name');
  }
  const [midi] = midis;
  for (const wav of wavs) sources.push(midi === undefined ? { wav } : { wav, midi });
  if (sources.length === 0) throw new HarmoniumError('no-input', 'no WAV files among the inputs');
  return sources;
}

/** The files of sources. */
export function filesOf(sources: readonly Source[]): string[] {
  return sources.flatMap(({ wav, midi }) => (midi === undefined ? [wav] : [wav, midi]));
}

/** The WAV files of a folder, each with the MIDI file of its name, if there is one. */
function sourcesIn(folder: string): Source[] {
  const names = readdirSync(folder).sort();
  return names.filter(isWav).map((name) => {
    const stem = basename(name, extname(name));
    const midi = names.find((other) => /^\.midi?$/i.test(extname(other)) && basename(other, extname(other)) === stem);
    const wav = join(folder, name);
    return midi === undefined ? { wav, folder } : { wav, midi: join(folder, midi), folder };
  });
}

async function notesOf({ wav, midi }: Source, rate: number): Promise<readonly RecordedNote[]> {
  const samples = await withFileName(wav, async () => {
    const data = readWav(await readBytes(wav, MOST_WAV_BYTES));
    return runParts(resample(await runParts(monoSamples(data)), data.rate, rate));
  });
  if (midi !== undefined) {
    const song = await withFileName(midi, async () => readMidi(await readBytes(midi, MOST_MIDI_BYTES)));
    const { notes, together, missing, offset } = await withFileName(wav, async () => pairNotes(song, samples, rate));
    const found = [`${counted(notes.length, 'note')} of ${printable(wav)}, ${offset.toFixed(3)} s after the MIDI file`];
    if (together > 0) found.push(`${together} sound with others`);
    if (missing > 0) found.push(styled('yellow', `${missing} not heard`));
    printMessage(found.join(', '));
    return notes;
  }
  const note = namedNote(basename(wav, extname(wav)));
  if (note === undefined) {
    throw new HarmoniumError('voice-name', `${wav}: no pitch in its name`, {
      expected: 'a name such as C4.wav or 60-v90.wav',
    });
  }
  return [await withFileName(wav, async () => singleNote(samples, note, rate))];
}

/** A note that begins with its first audible sample; its release is where it falls to a tenth for good. */
function singleNote(
  samples: Float32Array,
  note: { readonly pitch: number; readonly velocity: number },
  rate: number,
): RecordedNote {
  const peak = peakOf(samples);
  if (peak < SILENT) throw new HarmoniumError('voice-silent', 'the recording is silent');
  const first = samples.findIndex((sample) => Math.abs(sample) > 0.02 * peak);
  const part = samples.slice(Math.max(0, first - Math.round(0.002 * rate)));
  let release = part.length;
  while (release > 1 && Math.abs(part[release - 1] ?? 0) < 0.1 * peak) release--;
  return { ...note, release, samples: part };
}

/** All notes louder or softer alike. */
function sameLevel(notes: readonly RecordedNote[]): RecordedNote[] {
  const peak = notes.reduce((most, { samples }) => Math.max(most, peakOf(samples)), 0);
  const gain = peak === 0 ? 1 : PEAK / peak;
  return notes.map((note) => ({ ...note, samples: note.samples.map((sample) => gain * sample) }));
}

function peakOf(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

function isWav(path: string): boolean {
  return /^\.wave?$/i.test(extname(path));
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

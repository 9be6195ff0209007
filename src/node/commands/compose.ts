/**
 * `harmonium compose`: from a sentence to music of its mood.
 *
 * @module
 */
import { join } from 'node:path';
import { HarmoniumError } from '../../error.ts';
import { oneLine } from '../../math/text/shown.ts';
import { writeMidi } from '../../midi/writing/write-midi.ts';
import type { Model } from '../../model/model.ts';
import { moodOfText } from '../../mood/text/text-mood.ts';
import { type Lexicon, openedLexicon } from '../../mood/words/lexicon.ts';
import { type Composition, composeInParts } from '../../music/compose/compose.ts';
import { parseMeter, stepsPerBar } from '../../music/theory/meter.ts';
import { rollSvgInParts } from '../../picture/roll-svg.ts';
import { LONGEST_MUSIC, songBlocks } from '../../sound/song-blocks.ts';
import {
  COMPOSE_OPTIONS_EXPLAINED,
  composeChoices,
  type MoodSource,
  type SpeechSource,
} from '../cli/compose-options.ts';
import { EXIT } from '../cli/exit-code.ts';
import { type AskedMood, askedBy, moodOption } from '../cli/mood-option.ts';
import { runWithProgress } from '../cli/run-parts.ts';
import { print, printMessage } from '../cli/terminal.ts';
import { readBundledWords } from '../files/bundled-words.ts';
import { checkOutputs, type Output } from '../files/outputs.ts';
import { readModelFile } from '../files/read-model-file.ts';
import { readInstrument } from '../files/voice-file.ts';
import { checkWritable, makeFolder, writeFileWhole } from '../files/write-file.ts';
import { writeSound } from '../files/write-sound.ts';
import { composeJson, printComposed, type WrittenComposition } from '../report/compose-report.ts';
import { wavBeside } from '../report/generate-report.ts';
import { hearSpeech } from '../speech/hear-speech.ts';
import type { Command } from './command.ts';

const HELP = `harmonium compose TEXT [MODEL] [options]
harmonium compose --mood MOOD [MODEL] [options]
harmonium compose --speech FILE.wav [MODEL] [options]

Writes music of the mood of a text in English or Chinese, with its chords. The text becomes
a mood (see harmonium mood), the model samples candidates in that mood, and the best are
written, best first: those that sound nearest to the mood, to listeners (by key, tempo,
register, loudness and articulation) and to the model itself. MODEL has to have mood units,
as models of train have (not with --moods none or --preset article).

${COMPOSE_OPTIONS_EXPLAINED}

Examples
  harmonium compose "a song of hope and wonder"
  harmonium compose "我想要一首能够表达出希望和奇迹的歌曲" --wav
  harmonium compose "sad but hopeful" folk.safetensors -n 5 --bars 16 --form AABA
  harmonium compose --mood -.6,-.7 --expression none
  harmonium compose --speech wish.wav
`;

/** The command. */
export const COMPOSE: Command = {
  name: 'compose',
  summary: 'write music of the mood of a sentence',
  help: HELP,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const { source, model: modelFile, options, output, wav, voice, picture, json } = composeChoices(args);
  const files = Array.from({ length: options.count }, (_, n) => join(output, `composition-${n + 1}.mid`));
  const outputs: Output[] = files.map((path) => ({ option: 'output', path }));
  if (wav) outputs.push(...files.map((path) => ({ option: 'wav', path: wavBeside(path) })));
  if (picture !== undefined) outputs.push({ option: 'picture', path: picture });
  const givenMood = source.kind === 'mood' ? await moodOption(source.text) : undefined;
  const inputs = [
    modelFile,
    ...(source.kind === 'speech' ? [source.file] : []),
    ...(voice === undefined ? [] : [voice]),
  ];
  checkOutputs(outputs, inputs, json);

  const { mood, words } = givenMood ?? (await askedMood(source));
  const model = await readModelFile(modelFile, true);
  const instrument = await readInstrument(voice);
  makeFolder(output);
  for (const { path } of outputs) checkWritable(path);
  const found = await runWithProgress('composing', json, composeInParts(model, { ...options, mood }));
  const pieces: WrittenComposition[] = [];
  for (const [n, composition] of found.entries()) {
    const piece = { ...composition, file: files[n] ?? '', bytes: writeMidi(composition.song) };
    await writeFileWhole(piece.file, piece.bytes);
    if (wav) await writeSound(wavBeside(piece.file), songBlocks(piece.song, LONGEST_MUSIC, instrument), json);
    pieces.push(piece);
  }
  if (picture !== undefined) await writeFileWhole(picture, await draw(model, found, options.meter, json));
  if (pieces.length === 0) printMessage('all candidates are silent: no music');

  const report = { mood, words, seed: options.seed, model: modelFile, pieces, wav, picture };
  if (json) print(JSON.stringify(composeJson(report)));
  else printComposed(report);
  return EXIT.done;
}

/** Characters of what was heard that are shown. */
const MOST_SHOWN = 500;

/** The mood of a text or of speech, and the words that it was found in. */
async function askedMood(source: MoodSource): Promise<AskedMood> {
  const lexicon = await readBundledWords();
  if (source.kind !== 'speech') return askedBy(moodOfText(source.text, lexicon));
  const text = await hear(source, lexicon);
  try {
    return askedBy(moodOfText(text, lexicon));
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
    throw new HarmoniumError('speech-mood', `${source.file}: ${error.message}`);
  }
}

/** What is said in a sound file; reports which recogniser heard it. */
async function hear({ file, recogniser }: SpeechSource, lexicon: Lexicon): Promise<string> {
  const { text, by } = await hearSpeech(file, { recogniser, words: openedLexicon(lexicon).ratedWords() });
  printMessage(`${by} understood: ${oneLine(text, MOST_SHOWN)}`);
  return text;
}

/** The rolls as a picture, each with its place, key, tempo and chords. */
function draw(model: Model, found: readonly Composition[], meter = '4/4', silent: boolean): Promise<string> {
  const rolls = found.map(({ roll, key, tempo, chords }, n) => ({
    roll,
    title: `${n + 1}: ${key}, ${tempo} beats a minute`,
    names: chords.map((bar) => bar.join(' ')),
  }));
  const bar = stepsPerBar(parseMeter(meter), model.grid);
  return runWithProgress('drawing', silent, rollSvgInParts(rolls.slice(0, MOST_DRAWN), { bar }));
}

/** The picture has room for so many rolls. */
const MOST_DRAWN = 24;

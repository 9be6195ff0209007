/**
 * Speech in the form that recognisers want: 16 kHz, mono, 16 bit.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { monoSamples } from '../../sound/mono-samples.ts';
import { readWav } from '../../sound/read-wav.ts';
import { resample } from '../../sound/resample.ts';
import { writeMonoWav } from '../../sound/wav.ts';
import { runParts } from '../cli/run-parts.ts';

/** Samples per second. */
const SPEECH_RATE = 16_000;
/** The longest speech, in seconds. */
const LONGEST_SPEECH = 300;

/**
 * Converts a WAV file; one that has the form already comes back as it is, without the chunks that are not sound.
 *
 * @throws {HarmoniumError} `wav-…` for a file that cannot be read, `speech-length` for no sound or more than five minutes
 */
export async function speechSound(bytes: Uint8Array): Promise<Uint8Array> {
  const wav = readWav(bytes);
  const seconds = wav.data.length / ((wav.channels * wav.bits) / 8) / wav.rate;
  if (seconds === 0 || seconds > LONGEST_SPEECH) {
    const got = seconds === 0 ? 'none' : `${Math.ceil(seconds)} s`;
    throw new HarmoniumError('speech-length', 'the sound', { expected: `at most ${LONGEST_SPEECH} s of speech`, got });
  }
  const mono = await runParts(monoSamples(wav));
  return writeMonoWav(await runParts(resample(mono, wav.rate, SPEECH_RATE)), SPEECH_RATE);
}

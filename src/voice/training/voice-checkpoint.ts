/**
 * An unfinished training of a voice as the bytes of a file, and back.
 *
 * A safetensors file: parameters, their averages of Adam, and the histories of the streams as F32, the places of the streams as U32, and
 * the curve so far as F64. The metadata: `format`, `version`, `digest`, `step`, `steps`, and `of`, which describes the whole training: options,
 * sizes, and a checksum of its notes.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { crc32 } from '../../math/bits/crc32.ts';
import { demandShape } from '../../safetensors/demand-shape.ts';
import { BLANK_DIGEST, checkDigest } from '../../safetensors/digest.ts';
import { readHeader } from '../../safetensors/header.ts';
import { checkFormat, wrongMetadata } from '../../safetensors/metadata.ts';
import { readTensors } from '../../safetensors/read-tensors.ts';
import { writeTensors } from '../../safetensors/write-tensors.ts';
import type { StreamNote } from './voice-streams.ts';
import { notesOf, type VoiceTrainer } from './voice-trainer.ts';

const FORMAT = 'harmonium-voice-checkpoint';
const VERSION = 1;
const KEYS = ['format', 'version', 'digest', 'step', 'steps', 'of'];
const MOST = 1 << 28;
const FORMS = {
  curve: { dtype: 'F64', most: [MOST] },
  histories: { dtype: 'F32', most: [MOST] },
  mean: { dtype: 'F32', most: [MOST] },
  places: { dtype: 'U32', most: [MOST] },
  square: { dtype: 'F32', most: [MOST] },
  values: { dtype: 'F32', most: [MOST] },
} as const;

/**
 * The training as it stands between two steps.
 *
 * @param curve - at least one number, kept as it is
 */
export function writeVoiceCheckpoint(trainer: VoiceTrainer, curve: readonly number[]): Uint8Array {
  const { network, mean, square, places, histories } = trainer;
  const data = {
    curve: Float64Array.from(curve),
    histories: joined(histories.flat()),
    mean,
    places: Uint32Array.from(places.flatMap(({ begun, note, at }) => [begun, note, at])),
    square,
    values: network.values,
  };
  const tensors = Object.entries(data).map(([name, values]) => ({
    name,
    dtype: FORMS[name as keyof typeof FORMS].dtype,
    shape: [values.length],
    data: values,
  }));
  const metadata = new Map([
    ['format', FORMAT],
    ['version', String(VERSION)],
    ['digest', BLANK_DIGEST],
    ['step', String(trainer.step)],
    ['steps', String(trainer.options.steps)],
    ['of', descriptionOf(trainer)],
  ]);
  return writeTensors(tensors, metadata);
}

/**
 * How many steps the training of a checkpoint has in all; undefined if the bytes do not say.
 *
 * @throws {HarmoniumError} `model-…` for what is no checkpoint
 */
export function checkpointSteps(bytes: Uint8Array): number | undefined {
  const { metadata } = readHeader(bytes);
  checkFormat(metadata, FORMAT, VERSION);
  const text = metadata.get('steps')?.text ?? '';
  return /^[1-9]\d{0,7}$/.test(text) ? Number(text) : undefined;
}

/**
 * Takes a training up where a checkpoint left it: it ends with the same bits as one that was never interrupted.
 *
 * @param trainer - begun anew with the same notes and options; if this fails, it must not be used
 * @returns the curve so far
 * @throws {HarmoniumError} `checkpoint-other` for one of another training; `model-…` for what is no checkpoint
 */
export function resumeVoice(trainer: VoiceTrainer, bytes: Uint8Array): number[] {
  const header = readHeader(bytes);
  checkFormat(header.metadata, FORMAT, VERSION);
  checkDigest(bytes, header);
  for (const [key, entry] of header.metadata) {
    if (!KEYS.includes(key)) throw wrongMetadata(key, `no key but ${KEYS.join(', ')}`, entry);
  }
  const step = header.metadata.get('step');
  if (!/^(0|[1-9]\d{0,7})$/.test(step?.text ?? '') || Number(step?.text) > trainer.options.steps) {
    throw wrongMetadata('step', `a whole number to ${trainer.options.steps}`, step);
  }
  const own = descriptionOf(trainer);
  const other = header.metadata.get('of')?.text;
  if (other !== own) {
    throw new HarmoniumError('checkpoint-other', 'the checkpoint is of another training', {
      expected: own,
      got: `${other}`,
    });
  }
  const { curve, histories, mean, places, square, values } = readTensors(bytes, header, FORMS);
  const all = trainer.histories.flat();
  demandShape('histories', histories.shape, [joined(all).length]);
  demandShape('places', places.shape, [3 * trainer.places.length]);
  for (const [name, tensor] of Object.entries({ mean, square, values })) {
    demandShape(name, tensor.shape, [trainer.network.values.length]);
  }
  trainer.network.values.set(values.data);
  trainer.mean.set(mean.data);
  trainer.square.set(square.data);
  const notes = notesOf(trainer);
  for (const [n, place] of trainer.places.entries()) {
    const [begun = 0, note = 0, at = 0] = places.data.subarray(3 * n);
    if (note >= notes.length || at >= (notes[note]?.levels.length ?? 0) || at % trainer.options.samples !== 0) {
      throw new HarmoniumError('model-weights', 'the place of a stream', {
        expected: 'one in its note',
        got: `${at} of note ${note}`,
      });
    }
    Object.assign(place, { begun, note, at });
  }
  let from = 0;
  for (const history of all) {
    history.set(histories.data.subarray(from, from + history.length));
    from += history.length;
  }
  trainer.step = Number(step?.text);
  return [...curve.data];
}

/** What tells one training from another, in a line. */
function descriptionOf(trainer: VoiceTrainer): string {
  const { channels, dilations, output, rate } = trainer.network.shape;
  const { steps, seed, streams, samples, rate: learning, noise, gain } = trainer.options;
  return JSON.stringify([
    channels,
    dilations,
    output,
    rate,
    steps,
    String(seed),
    streams,
    samples,
    learning,
    noise,
    gain,
    notesDigest(notesOf(trainer)),
  ]);
}

function notesDigest(notes: readonly StreamNote[]): number {
  let crc = 0;
  for (const { levels, pitch, velocity, release } of notes) {
    const numbers = Uint32Array.of(pitch, velocity, release, levels.length);
    const view = new DataView(new ArrayBuffer(16));
    for (const [n, value] of numbers.entries()) view.setUint32(4 * n, value, true);
    crc = crc32(levels, crc32(new Uint8Array(view.buffer), crc));
  }
  return crc;
}

function joined(arrays: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    out.set(array, at);
    at += array.length;
  }
  return out;
}

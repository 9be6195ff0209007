/**
 * The bytes of a voice's file: a safetensors file.
 *
 * Tensors: `level`, F32 [102], see `voice/level.ts`; and those of `network/voice-shape`, all F16. The metadata:
 *
 * | key | text |
 * |---|---|
 * | `format` | `harmonium-voice` |
 * | `version` | `1`: of this table |
 * | `digest` | see `safetensors/digest`; may be missing |
 * | `architecture` | `wavenet` |
 * | `channels`, `rate` | whole numbers |
 * | `dilations` | whole numbers with spaces between |
 * | `output` | `logistics` or `softmax` |
 * | `training.…` | how it was learnt: for people |
 *
 * @module
 */
import { checkArray } from '../../check.ts';
import { HarmoniumError } from '../../error.ts';
import { fromHalf, halfBits, MOST_HALF } from '../../math/bits/half.ts';
import { type Allocator, ordinaryArrays } from '../../math/memory/allocator.ts';
import { demandShape } from '../../safetensors/demand-shape.ts';
import { BLANK_DIGEST, checkDigest } from '../../safetensors/digest.ts';
import { readHeader } from '../../safetensors/header.ts';
import { checkFormat, checkText, type Metadata, wrongMetadata } from '../../safetensors/metadata.ts';
import { readTensors, type TensorForm } from '../../safetensors/read-tensors.ts';
import type { Tensor } from '../../safetensors/tensor-data.ts';
import { writeTensors } from '../../safetensors/write-tensors.ts';
import { LEVEL_NUMBERS } from '../level.ts';
import { createNetwork, type VoiceNetwork } from '../network/voice-network.ts';
import { checkVoiceShape, parameterParts, VOICE_RANGES, type VoiceShape } from '../network/voice-shape.ts';

const FORMAT = 'harmonium-voice';
const VERSION = 1;
const TRAINING = 'training.';
const KEYS = ['format', 'version', 'digest', 'architecture', 'channels', 'rate', 'dilations', 'output'];

/** A learnt voice. */
export interface LearntVoice {
  /** Its sizes and parameters. */
  readonly network: VoiceNetwork;
  /** shape [102]: how loud notes are, see `voice/level.ts` */
  readonly level: Float32Array;
  /** How it was learnt: texts by their names. */
  readonly training: Readonly<Record<string, string>>;
}

/** Rounds parameters to those that a file holds. */
export function roundToFile({ values }: VoiceNetwork): void {
  for (let k = 0; k < values.length; k++) values[k] = fromHalf(halfBits(values[k] ?? 0));
}

/**
 * The bytes of a file. Equal voices give equal bytes.
 *
 * @throws {HarmoniumError} `model-weights` for parameters above 65,504 or NaN; `model-header` for too long a record
 */
export function writeVoice({ network, level, training }: LearntVoice): Uint8Array {
  const { channels, dilations, output, rate } = network.shape;
  const metadata = new Map([
    ['format', FORMAT],
    ['version', String(VERSION)],
    ['digest', BLANK_DIGEST],
    ['architecture', 'wavenet'],
    ['channels', String(channels)],
    ['rate', String(rate)],
    ['dilations', dilations.join(' ')],
    ['output', output],
  ]);
  for (const name of Object.keys(training).sort()) metadata.set(TRAINING + name, training[name] ?? '');
  const tensors = parameterParts(network.shape).map(({ name, shape }) => {
    const values = network.parts.get(name) ?? new Float32Array(0);
    if (!values.every((value) => Math.abs(value) <= MOST_HALF)) {
      throw new HarmoniumError('model-weights', `parameters ${name}`, {
        expected: `at most ${MOST_HALF}`,
        got: 'larger ones',
      });
    }
    return { name, dtype: 'F16' as const, shape, data: Uint16Array.from(values, halfBits) };
  });
  return writeTensors([{ name: 'level', dtype: 'F32', shape: [level.length], data: level }, ...tensors], metadata);
}

/**
 * Reads what {@link writeVoice} wrote; whatever is not exactly that is refused. Nothing refers to `bytes` afterwards.
 *
 * @param allocate - where the parameters go
 * @throws {HarmoniumError} `model-truncated`, `model-header`, `model-metadata`, `model-version`, `model-digest`, `model-tensor`,
 * `model-shape` or `model-weights`; `option-range` for what is not bytes
 */
export function readVoice(bytes: Uint8Array, allocate: Allocator = ordinaryArrays): LearntVoice {
  checkArray('bytes', bytes, 'Uint8Array');
  const header = readHeader(bytes);
  checkFormat(header.metadata, FORMAT, VERSION);
  checkText(header.metadata, 'architecture', 'wavenet');
  checkDigest(bytes, header);
  const shape = readShape(header.metadata);
  const parts = parameterParts(shape);
  const forms: Record<string, TensorForm> = { level: { dtype: 'F32', most: [LEVEL_NUMBERS] } };
  for (const { name, shape: most } of parts) forms[name] = { dtype: 'F16', most };
  const tensors = readTensors(bytes, header, forms);
  for (const { name, shape: wanted } of parts) demandShape(name, tensors[name]?.shape ?? [], wanted);
  demandShape('level', tensors['level']?.shape ?? [], [LEVEL_NUMBERS]);
  const network = createNetwork(shape, allocate);
  // Adding 0 makes 0 of −0, which is written as 0.
  for (const { name } of parts) {
    const { data } = tensors[name] as Tensor;
    network.parts.get(name)?.set(data.map((value) => value + 0));
  }
  const training: Record<string, string> = Object.create(null);
  for (const [key, { text }] of header.metadata) {
    if (key.startsWith(TRAINING)) training[key.slice(TRAINING.length)] = text;
  }
  return { network, level: tensors['level']?.data as Float32Array, training };
}

function readShape(metadata: Metadata): VoiceShape {
  for (const [key, entry] of metadata) {
    if (!KEYS.includes(key) && !key.startsWith(TRAINING)) {
      throw wrongMetadata(key, `no key but ${KEYS.join(', ')} and ${TRAINING}…`, entry);
    }
  }
  const dilations = metadata.get('dilations');
  if (dilations === undefined || !/^[1-9]\d{0,3}( [1-9]\d{0,3}){0,39}$/.test(dilations.text)) {
    throw wrongMetadata('dilations', `1 to ${VOICE_RANGES.layers[1]} whole numbers from 1 to 4096`, dilations);
  }
  const output = metadata.get('output');
  if (output?.text !== 'logistics' && output?.text !== 'softmax') {
    throw wrongMetadata('output', 'logistics or softmax', output);
  }
  const shape = {
    channels: wholeNumber(metadata, 'channels', VOICE_RANGES.channels),
    rate: wholeNumber(metadata, 'rate', VOICE_RANGES.rate),
    dilations: dilations.text.split(' ').map(Number),
    output: output.text,
  } as const;
  try {
    checkVoiceShape(shape);
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
    throw new HarmoniumError('model-metadata', error.message);
  }
  return shape;
}

function wholeNumber(metadata: Metadata, key: string, [least, most]: readonly [number, number]): number {
  const entry = metadata.get(key);
  const value = /^[1-9]\d{0,5}$/.test(entry?.text ?? '') ? Number(entry?.text) : 0;
  if (value < least || value > most) throw wrongMetadata(key, `a whole number from ${least} to ${most}`, entry);
  return value;
}

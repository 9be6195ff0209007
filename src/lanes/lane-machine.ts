/**
 * A machine in the memory of WebAssembly, and the instance of the kernels that works on it.
 *
 * @module
 */
import { logitBounds } from '../rbm/packed/logit-bounds.ts';
import type { Rbm } from '../rbm/rbm.ts';
import { compiledKernels } from './compiled.ts';
import type { KernelExports } from './kernel-exports.ts';
import { type Field, type Layout, type LayoutSizes, layOut, SETUP_BYTES, setupWords } from './layout.ts';
import { createMemory, type Memory, webAssembly } from './web-assembly.ts';

/** A machine that kernels work on. */
export interface LaneMachine {
  readonly layout: Layout;
  readonly memory: Memory;
  readonly kernels: KernelExports;
  /** The parameters, where the kernels have them. */
  readonly rbm: Rbm;
}

/**
 * The finest scale: units to a nat at temperature 1. The 32 bins that sums fall into then reach as far as ±6 nats, where a byte of a
 * number tells units apart.
 */
export const FINEST_SCALE = 340;
/** Addresses beyond would be negative for int32. */
const MOST_BYTES = 2_147_483_648;
/** Coarser, more decisions would be left to exact sums than whole numbers settle. */
const COARSEST_SCALE = 10;

/** An instance of the kernels that works on a machine in `memory`, as one of its threads. */
export function openMachine(layout: Layout, memory: Memory, thread: number, shared: boolean): LaneMachine {
  const api = webAssembly();
  const module = compiledKernels(shared);
  if (api === undefined || module === undefined) throw new Error('no WebAssembly with SIMD');
  const kernels = new api.Instance(module, { env: { memory } }).exports as KernelExports;
  const fields = layout.fields + thread * SETUP_BYTES;
  const words = setupWords(layout, thread);
  new Uint32Array(memory.buffer, fields, words.length).set(words);
  kernels.setup(fields);
  const { visible, hidden } = layout;
  const machine = { layout, memory, kernels };
  const rbm = {
    visible,
    hidden,
    w: viewOf(machine, Float32Array, 'weights', visible * hidden),
    bv: viewOf(machine, Float32Array, 'visibleBiases', visible),
    bh: viewOf(machine, Float32Array, 'hiddenBiases', hidden),
  };
  return { ...machine, rbm };
}

/**
 * A machine with a copy of the parameters of `rbm`.
 *
 * @returns undefined if it needs more than 2 GiB, or more than the engine has: then plain kernels are to be used
 */
export function createMachine(
  rbm: Rbm,
  sizes: LayoutSizes,
  temperature: number,
  shared: boolean,
): LaneMachine | undefined {
  const api = webAssembly();
  if (api === undefined) throw new Error('no WebAssembly');
  const layout = layOut(sizes);
  const memory = layout.bytes > MOST_BYTES ? undefined : createMemory(api, layout.bytes, shared);
  if (memory === undefined) return undefined;
  const machine = openMachine(layout, memory, 0, shared);
  for (const name of ['w', 'bv', 'bh'] as const) machine.rbm[name].set(rbm[name]);
  const { off, on } = logitBounds(temperature);
  viewOf(machine, Float64Array, 'offNats', 1024).set(off);
  viewOf(machine, Float64Array, 'onNats', 1024).set(on);
  return machine;
}

/** Kinds of arrays in memory. */
type Kind = Float32ArrayConstructor | Float64ArrayConstructor | Int32ArrayConstructor | Uint32ArrayConstructor;

/** A view of an array in memory, or of a part of it that begins `from` elements on. */
export function viewOf<K extends Kind>(
  { memory, layout }: Pick<LaneMachine, 'memory' | 'layout'>,
  Kind: K,
  field: Field,
  length: number,
  from: number = 0,
): InstanceType<K> {
  const at = layout.addresses[field] + from * Kind.BYTES_PER_ELEMENT;
  return new Kind(memory.buffer, at, length) as InstanceType<K>;
}

/**
 * Packs a machine at the finest scale at which its sums fit.
 *
 * @returns the scale, or 0 if they fit at none: then plain kernels are to be used
 */
export function packMachine({ kernels }: LaneMachine, temperature: number): number {
  const widest = Math.max(1, temperature);
  for (let scale = FINEST_SCALE; scale >= COARSEST_SCALE; scale /= 2) {
    if (kernels.pack(scale / widest, 1 / temperature) !== 0) return scale / widest;
  }
  return 0;
}

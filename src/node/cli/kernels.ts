/**
 * Which kernels compute.
 *
 * @module
 */
import { openLanes } from '../../lanes/lanes.ts';
import type { Kernels } from '../../rbm/kernels/kernels.ts';
import { choiceOption } from './options.ts';
import { printMessage } from './terminal.ts';

/** The option, for the table of a command. */
export const KERNELS_OPTION: { readonly value: string; readonly help: string } = {
  value: 'NAME',
  help: 'lanes (SIMD) or plain; the result is the same (lanes, where the engine has them)',
};

/** The kernels that were asked for; undefined for plain ones. */
export function kernelsOption(text: string | undefined): Kernels | undefined {
  const name = choiceOption('kernels', text, ['lanes', 'plain'] as const);
  if (name === 'plain') return undefined;
  const lanes = openLanes();
  if (lanes === undefined && name === 'lanes') printMessage('no WebAssembly with SIMD here: plain kernels compute');
  return lanes;
}

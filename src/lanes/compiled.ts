/**
 * Compiles the kernels, once.
 *
 * @module
 */
import { refuse } from '../check.ts';
import { fromBase64 } from '../math/text/base64.ts';
import { MEMORY_FLAGS, MODULE, VERSION } from './module.ts';
import { type CompiledModule, webAssembly } from './web-assembly.ts';

/** In the import of a memory: it has a largest size; it is shared. */
const LIMITED = 1;
const SHARED = 3;

/** Modules that differ in one byte: whether the memory that they import is shared. */
const modules: Record<'own' | 'shared', CompiledModule | undefined> = { own: undefined, shared: undefined };

/** The bytes of the module, for memory that is shared or not: a file `harmonium-rbm/lanes.wasm` has them too. */
export function moduleBytes(shared: boolean): Uint8Array {
  const bytes = fromBase64(MODULE);
  bytes[MEMORY_FLAGS] = shared ? SHARED : LIMITED;
  return bytes;
}

/**
 * The compiled kernels; undefined where the engine has no WebAssembly with SIMD, or where the page may not compile any. Takes 1 to 3 ms the
 * first time.
 */
export function compiledKernels(shared: boolean): CompiledModule | undefined {
  const kind = shared ? 'shared' : 'own';
  modules[kind] ??= compile(shared);
  return modules[kind];
}

/**
 * Takes a module that was compiled elsewhere, of memory that is not shared.
 *
 * @throws {HarmoniumError} `option-range` for anything but these kernels
 */
export function useCompiled(module: object): void {
  const api = webAssembly();
  if (api === undefined) return;
  const names = module instanceof api.Module ? api.Module.exports(module).map(({ name }) => name) : [];
  if (!names.includes(VERSION)) refuse('module', 'the module of this version of harmonium-rbm/lanes.wasm', module);
  modules.own = module;
}

function compile(shared: boolean): CompiledModule | undefined {
  const api = webAssembly();
  if (api === undefined) return undefined;
  try {
    return new api.Module(moduleBytes(shared));
  } catch {
    return undefined;
  }
}

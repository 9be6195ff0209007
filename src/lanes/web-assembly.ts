/**
 * The part of WebAssembly's interface for JavaScript that lanes use: the core's compiler options know no platform.
 *
 * @module
 */

/** A compiled module. */
export interface CompiledModule {
  readonly __compiled?: never;
}

/** Memory of an instance: shared by threads, or not. */
export interface Memory {
  readonly buffer: ArrayBuffer;
}

/** What an engine offers. */
export interface WebAssemblyApi {
  readonly Module: {
    new (bytes: Uint8Array): CompiledModule;
    exports(module: CompiledModule): readonly { readonly name: string }[];
  };
  readonly Memory: new (size: { initial: number; maximum: number; shared: boolean }) => Memory;
  readonly Instance: new (module: CompiledModule, imports: { env: { memory: Memory } }) => { readonly exports: object };
}

/** Bytes of a page. */
const PAGE = 65536;

/** Memory of at least so many bytes, all zeros; undefined if the engine has no more. It never grows, so views of it stay valid. */
export function createMemory({ Memory }: WebAssemblyApi, bytes: number, shared: boolean): Memory | undefined {
  const pages = Math.ceil(bytes / PAGE);
  try {
    return new Memory({ initial: pages, maximum: pages, shared });
  } catch {
    return undefined;
  }
}

/** The engine's WebAssembly, if it has one. */
export function webAssembly(): WebAssemblyApi | undefined {
  return (globalThis as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly;
}

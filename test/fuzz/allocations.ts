/**
 * How many bytes of typed arrays are asked for. The system gives a gigabyte of zeros at once and counts it only when they
 * are touched, so neither the clock nor the resident memory would show one.
 *
 * @module
 */

let asked = 0;

/** From now on every typed array is counted. Call it before anything else is loaded. */
export function countAllocations(): void {
  const globals = globalThis as unknown as Record<string, new (...args: unknown[]) => ArrayBufferView>;
  for (const name of ['Uint8Array', 'Uint16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array']) {
    const kind = globals[name];
    if (kind === undefined) throw new Error(`no ${name}`);
    globals[name] = new Proxy(kind, {
      construct(target, args, newTarget) {
        const made = Reflect.construct(target, args, newTarget) as ArrayBufferView;
        if (!(args[0] instanceof ArrayBuffer)) asked += made.byteLength;
        return made;
      },
    });
  }
}

/** Bytes asked for since the last call. */
export function takeAllocations(): number {
  const bytes = asked;
  asked = 0;
  return bytes;
}

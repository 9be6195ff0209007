// node examples/quickjs/run.mjs: QuickJS (as WebAssembly) with a heap of one megabyte plays three windows into out/.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const file = (path) => readFileSync(new URL(`../../${path}`, import.meta.url));
const { getQuickJS } = createRequire(new URL('../../test/engines/package.json', import.meta.url))('quickjs-emscripten');

const runtime = (await getQuickJS()).newRuntime();
runtime.setMemoryLimit(1024 * 1024);
const vm = runtime.newContext();
const run = (code) => vm.unwrapResult(vm.evalCode(code));

const model = file('fixtures/models/compact.safetensors');
vm.newArrayBuffer(new Uint8Array(model).buffer).consume((bytes) => vm.setProp(vm.global, 'model', bytes));
run(file('dist/player.min.js').toString()).dispose();
run(file('examples/quickjs/tune.js').toString()).dispose();

mkdirSync('out', { recursive: true });
for (let chain = 0; chain < 3; chain++) {
  const start = performance.now();
  const midi = run(`tune(${chain})`).consume((bytes) => vm.getArrayBuffer(bytes).consume(({ value }) => value.slice()));
  const milliseconds = Math.round(performance.now() - start);
  writeFileSync(`out/quickjs-${chain}.mid`, midi);
  console.log(`out/quickjs-${chain}.mid: ${midi.length} bytes, ${milliseconds} ms`);
}
const heap = runtime.computeMemoryUsage().consume((usage) => vm.dump(usage).memory_used_size);
console.log(`heap: ${heap} bytes`);

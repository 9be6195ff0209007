/**
 * `node quickjs.js VARIANT BUNDLE`: runs a bundle in a QuickJS that was compiled to WebAssembly, prints what it prints.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { newQuickJSWASMModule } from 'quickjs-emscripten';

const [variant, bundle] = process.argv.slice(2);
const { default: build } = await import(variant);
const engine = await newQuickJSWASMModule(build);
const context = engine.newContext();
const print = context.newFunction('print', (line) => console.log(context.getString(line)));
context.setProp(context.global, 'print', print);
context.unwrapResult(context.evalCode(readFileSync(bundle, 'utf8'), 'bundle.js'));

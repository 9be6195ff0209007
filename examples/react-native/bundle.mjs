// node examples/react-native/bundle.mjs [FILE]: one script for Hermes, which knows no classes and no modules.
// esbuild joins the modules and the model; TypeScript, as Babel would in an app, lowers the language to ES5.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ts = createRequire(new URL('../../test/engines/package.json', import.meta.url))('typescript');
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const { outputFiles } = await build({
  entryPoints: [here('tune.js')],
  alias: { 'harmonium-rbm/player': here('../../dist/player/index.js') },
  loader: { '.safetensors': 'binary' },
  bundle: true,
  target: 'es2020',
  write: false,
});
const options = { target: ts.ScriptTarget.ES5, downlevelIteration: true };
const { outputText } = ts.transpileModule(outputFiles[0].text, { compilerOptions: options });
const out = process.argv[2] ?? 'out/hermes.js';
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, outputText);
console.log(`${out}: run it with test/engines/node_modules/hermes-engine-cli/linux64-bin/hermes ${out}`);

// GET /autumn.mid is a piece; /autumn.mid?chain=3 is another. The same address gives the same bytes, everywhere, for ever.
import './player.min.js';
import model from './compact.safetensors';

const { playMidi } = globalThis.harmonium;

export default {
  fetch({ url }) {
    const { pathname, searchParams } = new URL(url);
    const [, seed] = /^\/(.+)\.mid$/.exec(decodeURIComponent(pathname)) ?? [];
    const chain = Number(searchParams.get('chain') ?? 0);
    if (seed === undefined || !(chain >= 0 && chain < 1e9)) return new Response('try /autumn.mid\n', { status: 404 });
    return new Response(playMidi(new Uint8Array(model), seed, Math.floor(chain)), {
      headers: { 'content-type': 'audio/midi', 'cache-control': 'public, immutable, max-age=31536000' },
    });
  },
};

import { describe, expect, it } from 'vitest';
import { Peer } from '../../bench/peer.ts';
import { parseReply } from '../../bench/protocol.ts';

describe("a peer's answers", () => {
  it('are understood', () => {
    expect(parseReply('ready numpy 1.24.2')).toEqual({ kind: 'ready', text: 'numpy 1.24.2' });
    expect(parseReply('missing No module named numpy\r')).toEqual({ kind: 'missing', text: 'No module named numpy' });
    expect(parseReply('ok')).toEqual({ kind: 'ok' });
    expect(parseReply('ms 1.5 0.25')).toEqual({ kind: 'ms', times: [1.5, 0.25] });
    expect(parseReply('ms')).toEqual({ kind: 'ms', times: [] });
    expect(parseReply('error unknown request')).toEqual({ kind: 'error', text: 'unknown request' });
  });

  it.each(['', 'okay', 'ok then', 'ms 1 two', 'ms -1', 'ms NaN', '1.5 0.25'])('are refused: "%s"', (line) => {
    expect(() => parseReply(line)).toThrow('expected ready, missing, ok');
  });
});

/** A peer that answers with the lines it is given, one for each request, and then ends. */
function scripted(...lines: string[]): Promise<Peer | undefined> {
  const script = `
    const lines = ${JSON.stringify(lines)};
    console.log(lines.shift());
    require('node:readline').createInterface({ input: process.stdin }).on('line', () => {
      if (lines.length === 0) { console.error('nothing left to say'); process.exit(3); }
      console.log(lines.shift());
    });`;
  return Peer.start('scripted', process.execPath, ['-e', script]);
}

describe('a peer', () => {
  it('answers one request after another', async () => {
    const peer = await scripted('ready 1.0', 'ok', 'ms 1 2');
    expect(peer?.version).toBe('1.0');
    await peer!.tell('load some-file');
    expect(await peer!.time('cd1 2 0.1')).toEqual([1, 2]);
    peer!.close();
  });

  it('may say that it is not there', async () => {
    expect(await scripted('missing No module named numpy')).toBeUndefined();
  });

  it('fails loudly: with an error, nonsense, the wrong kind of answer, or its end', async () => {
    const peer = await scripted('ready', 'error no such file', 'nonsense', 'ok');
    await expect(peer!.tell('load nowhere')).rejects.toThrow('scripted: load nowhere: {"kind":"error"');
    await expect(peer!.tell('reset')).rejects.toThrow('got "nonsense"');
    await expect(peer!.time('gibbs 1')).rejects.toThrow('scripted: gibbs 1: {"kind":"ok"}');
    await expect(peer!.time('gibbs 1')).rejects.toThrow(/ended with code 3: nothing left to say/);
    await expect(peer!.tell('reset')).rejects.toThrow('ended with code 3');
  });

  it('fails when there is no such program', async () => {
    await expect(Peer.start('nobody', '/nowhere/at-all', [])).rejects.toThrow('nobody: ');
  });
});

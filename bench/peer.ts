/**
 * Another implementation, running as a program beside this one.
 *
 * @module
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseReply, type Reply } from './protocol.ts';

/** One thread each: what is compared is how well a core is used. */
const ONE_THREAD = {
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  BLIS_NUM_THREADS: '1',
  VECLIB_MAXIMUM_THREADS: '1',
};

/** The environment that peers run in. */
export function peerEnvironment(): NodeJS.ProcessEnv {
  // Python would leave a folder of compiled modules beside its scripts.
  return { ...process.env, ...ONE_THREAD, PYTHONDONTWRITEBYTECODE: '1' };
}

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/** A running peer. It answers in the order in which it is asked. */
export class Peer {
  readonly implementation: string;
  /** What it says it is: "numpy 1.24.2". */
  version = '';
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  #ended: Error | undefined;
  #complaint = '';

  private constructor(implementation: string, child: ChildProcessWithoutNullStreams) {
    this.implementation = implementation;
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = `${this.#complaint}${text}`.slice(-2000);
    });
    child.stdin.on('error', () => {
      // A peer that is gone is reported by what follows.
    });
    child.on('error', (error) => this.#end(error));
    child.on('close', (code) => this.#end(new Error(`ended with code ${code}: ${this.#complaint.trim()}`)));
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(line));
  }

  /** Starts a peer. Undefined if it says that it lacks something; an error if it fails in any other way. */
  static async start(implementation: string, command: string, args: readonly string[]): Promise<Peer | undefined> {
    const peer = new Peer(implementation, spawn(command, args, { env: peerEnvironment() }));
    const greeting = await peer.#next();
    if (greeting.kind === 'ready') {
      peer.version = greeting.text;
      return peer;
    }
    peer.close();
    if (greeting.kind === 'missing') return undefined;
    throw new Error(`${implementation}: expected ready or missing, got ${JSON.stringify(greeting)}`);
  }

  /** Asks for something whose answer is `ok`. */
  async tell(request: string): Promise<void> {
    const reply = await this.#ask(request);
    if (reply.kind !== 'ok') throw new Error(`${this.implementation}: ${request}: ${JSON.stringify(reply)}`);
  }

  /** Asks for steps; tells the milliseconds of each. */
  async time(request: string): Promise<readonly number[]> {
    const reply = await this.#ask(request);
    if (reply.kind !== 'ms') throw new Error(`${this.implementation}: ${request}: ${JSON.stringify(reply)}`);
    return reply.times;
  }

  /** Ends it. */
  close(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }

  #ask(request: string): Promise<Reply> {
    this.#child.stdin.write(`${request}\n`);
    return this.#next();
  }

  #next(): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#ended === undefined) this.#waiting.push({ resolve, reject });
      else reject(this.#ended);
    });
  }

  #hear(line: string): void {
    const waiting = this.#waiting.shift();
    try {
      waiting?.resolve(parseReply(line));
    } catch (error) {
      waiting?.reject(new Error(`${this.implementation}: ${String(error)}`));
    }
  }

  #end(error: Error): void {
    this.#ended ??= new Error(`${this.implementation}: ${error.message}`);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}

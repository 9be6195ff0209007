/** The part of seedrandom that is used; its own types cover only the main entry, which refers to Node's crypto. */
declare module 'seedrandom/lib/alea.js' {
  export default function alea(seed: string): { int32(): number };
}

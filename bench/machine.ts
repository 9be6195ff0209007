/**
 * Where a run took place.
 *
 * @module
 */
import { cpus } from 'node:os';

/** "AMD EPYC, 2 cores, Node v20.20.2, linux x64" */
export function machineLine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  return `${model}, ${processors.length} cores, Node ${process.version}, ${process.platform} ${process.arch}`;
}

import { type Finished, run } from './process.ts';
import { explainFailure } from './progress.ts';

/** Runs docker; it must succeed. */
export function docker(...args: readonly string[]): Promise<Finished> {
  return run('docker', args);
}

/** `docker buildx build` of `folder`, with progress that a program can read (`readSteps`) on stderr. */
export function build(folder: string, ...args: readonly string[]): Promise<Finished> {
  return run('docker', ['buildx', 'build', '--progress=rawjson', ...args, folder], explainFailure);
}

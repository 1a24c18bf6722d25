/** The family as docker-bake.hcl has it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What `docker buildx bake` would build, by name; of all targets where none is named. */
export async function bakeTargets(names) {
  const { stdout } = await run('docker', ['buildx', 'bake', '--progress=quiet', '--print', ...names]);
  return JSON.parse(stdout).target;
}

/** Reads the targets of docker-bake.hcl. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Returns the targets that `docker buildx bake` would build, by name; all targets if none is named. */
export async function bakeTargets(names) {
  const { stdout } = await run('docker', ['buildx', 'bake', '--progress=quiet', '--print', ...names]);
  return JSON.parse(stdout).target;
}

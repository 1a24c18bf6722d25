import { copyFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mirror, type MirrorOptions, startMirror } from '../../mirror/index.ts';
import { BUILD, docker, dockerOk, type Outcome } from './docker.ts';

/** The frontend that trusts the key of the archive of this file. Files run one after the other, so they share the name. */
export const FRONTEND = 'mib/frontend-test';

/** The syntax line of an Imagefile that takes its packages from an archive of the tests. */
export const SYNTAX = `# syntax=${FRONTEND}`;

const DOCKERFILE = `FROM mib/frontend
COPY keyring.gpg /usr/share/keyrings/debian-archive-keyring.gpg
`;

/** Starts an archive, by default with only made packages, and makes a frontend that trusts its key and no other. */
export async function startArchive(options: MirrorOptions = {}): Promise<Mirror> {
  const mirror = await startMirror({ upstream: 'none', ...options });
  const context = await mkdtemp(join(tmpdir(), 'mib-test-'));
  copyFileSync(mirror.keyring, join(context, 'keyring.gpg'));
  await writeFile(join(context, 'Dockerfile'), DOCKERFILE);
  await dockerOk(['build', '--quiet', '--tag', FRONTEND, context]);
  await rm(context, { recursive: true });
  return mirror;
}

/** Requests the lock of a folder's `Imagefile`. */
export function lockOf(context: string, ...args: readonly string[]): Promise<Outcome> {
  return docker([...BUILD, '--call=lock', '--file', join(context, 'Imagefile'), ...args, context]);
}

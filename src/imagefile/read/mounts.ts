import type { z } from 'zod';
import type { RunMap } from '../schema/schema-command.ts';
import type { CommandMount } from '../spec.ts';
import { problem } from '../text/problem.ts';
import { type Path, quote } from '../text/tree.ts';
import { normalPath } from '../values/paths.ts';
import { checkTarget } from './files.ts';
import { at, type ReadContext, report } from './reading.ts';

type Fields = Pick<z.infer<typeof RunMap>, 'secrets' | 'ssh' | 'cache'>;
type Item<Key extends keyof Fields> = NonNullable<Fields[Key]>[number];

/**
 * What the command at `path` is given. No two things have the same place, nor the same variable.
 * @param path of the map that has the keys `secrets`, `ssh` and `cache`
 */
export function readMounts(
  reading: ReadContext,
  path: Path,
  { secrets, ssh, cache }: Fields,
): CommandMount[] {
  const mounts = [
    ...(secrets ?? []).map((item, index) => readSecret(reading, [...path, 'secrets', index], item)),
    ...(ssh ?? []).map((item, index) => readSsh(reading, [...path, 'ssh', index], item, index)),
    ...(cache ?? []).map((item, index) => readCache(reading, [...path, 'cache', index], item)),
  ];
  checkTargets(reading, mounts);
  checkVariables(reading, mounts);
  return mounts;
}

function readSecret(reading: ReadContext, path: Path, item: Item<'secrets'>): CommandMount {
  const place = at(reading, ...path);
  const { id, target, env, required = true } = typeof item === 'string' ? { id: item } : item;
  const file = target ?? (env === undefined ? `/run/secrets/${id.split('/').at(-1)}` : undefined);
  if (target !== undefined) checkTarget(reading, [...path, 'target'], target, false);
  return {
    kind: 'secret',
    id,
    ...(file === undefined ? {} : { target: normalPath(file) }),
    ...(env === undefined ? {} : { env }),
    required,
    at: place,
  };
}

function readSsh(reading: ReadContext, path: Path, item: Item<'ssh'>, index: number): CommandMount {
  const { id = 'default', target, required = true } = typeof item === 'string' ? { id: item } : item;
  if (target !== undefined) checkTarget(reading, [...path, 'target'], target, false);
  // The place that BuildKit's own client chooses (client/llb/exec.go).
  const socket = target ?? `/run/buildkit/ssh_agent.${index}`;
  return { kind: 'ssh', id, target: normalPath(socket), required, at: at(reading, ...path) };
}

function readCache(reading: ReadContext, path: Path, item: Item<'cache'>): CommandMount {
  const place = at(reading, ...path);
  const { target, id, sharing = 'shared' } = typeof item === 'string' ? { target: item } : item;
  const folder = normalPath(target).replace(/(.)\/$/, '$1');
  const targetPath = typeof item === 'string' ? path : [...path, 'target'];
  if (folder === '/') {
    const message = `target ${quote(target)} is all of the tree, and a cache is a folder in it`;
    report(reading, at(reading, ...targetPath), problem('invalid-value', message));
  } else checkTarget(reading, targetPath, folder, true);
  return { kind: 'cache', id: id ?? folder, target: folder, sharing, at: place };
}

function checkTargets(reading: ReadContext, mounts: readonly CommandMount[]): void {
  const taken = new Set<string>();
  for (const { target, at } of mounts) {
    if (target === undefined) continue;
    if (taken.has(target)) {
      const message = `target ${quote(target)} is written twice in one command`;
      report(reading, at, problem('invalid-value', message, 'keep one of the two'));
    }
    taken.add(target);
  }
}

function checkVariables(reading: ReadContext, mounts: readonly CommandMount[]): void {
  const taken = new Set<string>();
  for (const mount of mounts) {
    if (mount.kind !== 'secret' || mount.env === undefined) continue;
    if (taken.has(mount.env)) {
      const message = `variable ${quote(mount.env)} is written twice in one command`;
      report(reading, mount.at, problem('invalid-value', message, 'keep one of the two'));
    }
    taken.add(mount.env);
  }
}

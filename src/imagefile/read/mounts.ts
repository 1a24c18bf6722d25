import type { z } from 'zod';
import type { RunMap } from '../schema/schema-command.ts';
import type { CommandMount } from '../spec.ts';
import { problem } from '../text/problem.ts';
import { type Path, quote } from '../text/tree.ts';
import { normalPath } from '../values/paths.ts';
import { checkTarget } from './files.ts';
import { at, type ReadContext, report } from './read-context.ts';

type MountFields = Pick<z.infer<typeof RunMap>, 'secrets' | 'ssh' | 'cache'>;
type MountValue<Key extends keyof MountFields> = NonNullable<MountFields[Key]>[number];

/**
 * Reads the mounts of a command. Reports two with the same target or variable.
 * @param path path of the map that has the keys `secrets`, `ssh` and `cache`
 */
export function readMounts(
  context: ReadContext,
  path: Path,
  { secrets, ssh, cache }: MountFields,
): CommandMount[] {
  const mounts = [
    ...(secrets ?? []).map((item, index) => readSecret(context, [...path, 'secrets', index], item)),
    ...(ssh ?? []).map((item, index) => readSsh(context, [...path, 'ssh', index], item, index)),
    ...(cache ?? []).map((item, index) => readCache(context, [...path, 'cache', index], item)),
  ];
  checkTargets(context, mounts);
  checkVariables(context, mounts);
  return mounts;
}

function readSecret(context: ReadContext, path: Path, item: MountValue<'secrets'>): CommandMount {
  const place = at(context, ...path);
  const { id, target, env, required = true } = typeof item === 'string' ? { id: item } : item;
  const file = target ?? (env === undefined ? `/run/secrets/${id.split('/').at(-1)}` : undefined);
  if (target !== undefined) checkTarget(context, [...path, 'target'], target, false);
  return {
    kind: 'secret',
    id,
    ...(file === undefined ? {} : { target: normalPath(file) }),
    ...(env === undefined ? {} : { env }),
    required,
    at: place,
  };
}

function readSsh(context: ReadContext, path: Path, item: MountValue<'ssh'>, index: number): CommandMount {
  const { id = 'default', target, required = true } = typeof item === 'string' ? { id: item } : item;
  if (target !== undefined) checkTarget(context, [...path, 'target'], target, false);
  // The place that BuildKit's own client chooses (client/llb/exec.go).
  const socket = target ?? `/run/buildkit/ssh_agent.${index}`;
  return { kind: 'ssh', id, target: normalPath(socket), required, at: at(context, ...path) };
}

function readCache(context: ReadContext, path: Path, item: MountValue<'cache'>): CommandMount {
  const place = at(context, ...path);
  const { target, id, sharing = 'shared' } = typeof item === 'string' ? { target: item } : item;
  const folder = normalPath(target).replace(/(.)\/$/, '$1');
  const targetPath = typeof item === 'string' ? path : [...path, 'target'];
  if (folder === '/') {
    const message = `target ${quote(target)} is the whole tree, but a cache must be a folder in it`;
    report(context, at(context, ...targetPath), problem('invalid-value', message));
  } else checkTarget(context, targetPath, folder, true);
  return { kind: 'cache', id: id ?? folder, target: folder, sharing, at: place };
}

function checkTargets(context: ReadContext, mounts: readonly CommandMount[]): void {
  const taken = new Set<string>();
  for (const { target, at } of mounts) {
    if (target === undefined) continue;
    if (taken.has(target)) {
      const message = `target ${quote(target)} is written twice in one command`;
      report(context, at, problem('invalid-value', message, 'keep one of the two'));
    }
    taken.add(target);
  }
}

function checkVariables(context: ReadContext, mounts: readonly CommandMount[]): void {
  const taken = new Set<string>();
  for (const mount of mounts) {
    if (mount.kind !== 'secret' || mount.env === undefined) continue;
    if (taken.has(mount.env)) {
      const message = `variable ${quote(mount.env)} is written twice in one command`;
      report(context, mount.at, problem('invalid-value', message, 'keep one of the two'));
    }
    taken.add(mount.env);
  }
}

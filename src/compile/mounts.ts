import type { CommandMount, SecretMount } from '../imagefile/spec.ts';
import type { Exec, Mount } from '../llb/index.ts';
import type { CompileContext } from './context.ts';

/** Returns the mounts and secret variables of a command of the Imagefile. None of them ends up in the tree. */
export function givenTo(
  { container }: Pick<CompileContext, 'container'>,
  mounts: readonly CommandMount[],
): { readonly mounts: readonly Mount[]; readonly secretEnv: Exec['secretEnv'] } {
  return {
    mounts: mounts.flatMap((mount) => mountOf(mount, container.cacheNamespace ?? '')),
    secretEnv: mounts.flatMap((mount) =>
      mount.kind === 'secret' && mount.env !== undefined
        ? [{ id: mount.id, name: mount.env, ...optional(mount) }]
        : [],
    ),
  };
}

/** Returns the environment of a command: variables for all commands, and its own, which take precedence. */
export function withOwn(
  environment: readonly string[],
  own: Readonly<Record<string, string>> = {},
): readonly string[] {
  const names = new Set(Object.keys(own));
  const others = environment.filter((line) => !names.has(line.slice(0, line.indexOf('='))));
  return [...others, ...Object.entries(own).map(([name, value]) => `${name}=${value}`)];
}

function mountOf(mount: CommandMount, namespace: string): Mount[] {
  const { target, id } = mount;
  // A secret without a target is only a variable.
  if (target === undefined) return [];
  if (mount.kind !== 'cache') return [{ kind: mount.kind, dest: target, id, ...optional(mount) }];
  // A Dockerfile uses this id too, so both share the cache.
  return [{ kind: 'cache', dest: target, id: `${namespace}/${id}`, sharing: mount.sharing }];
}

function optional({ required }: Pick<SecretMount, 'required'>): { optional?: true } {
  return required ? {} : { optional: true };
}

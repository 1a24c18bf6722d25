import type { CommandMount, SecretMount } from '../imagefile/spec.ts';
import type { Exec, Mount } from '../llb/index.ts';
import type { CompileContext } from './context.ts';

/** What a command of the Imagefile is given besides the tree it runs in: mounts, of which nothing stays. */
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

function mountOf(mount: CommandMount, namespace: string): Mount[] {
  const { target, id } = mount;
  // The variable alone is wanted.
  if (target === undefined) return [];
  if (mount.kind !== 'cache') return [{ kind: mount.kind, dest: target, id, ...optional(mount) }];
  // As Dockerfiles have it, so that both share a folder by its name.
  return [{ kind: 'cache', dest: target, id: `${namespace}/${id}`, sharing: mount.sharing }];
}

function optional({ required }: Pick<SecretMount, 'required'>): { optional?: true } {
  return required ? {} : { optional: true };
}

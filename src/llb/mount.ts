import { type Cap, when } from './caps.ts';
import { pb } from './proto.ts';
import { compare } from './sorted.ts';
import type { Tree } from './vertex.ts';

/** Mount is a mount of an exec at `dest`, an absolute path; the mount at `/` is its root. */
export type Mount = Bind | Cache | Tmpfs | Secret | Ssh;

/** Bind mounts a tree, the empty one when `input` is absent. */
export interface Bind {
  readonly kind: 'bind';
  readonly dest: string;
  readonly input?: Tree;
  /** A folder or file within `input`. */
  readonly selector?: string;
  readonly readonly?: boolean;
  /** `false` discards changes. Without effect for a read-only mount. */
  readonly output?: boolean;
  /** Whether another input with the same contents is a cache hit; the daemon decides when absent. */
  readonly contentCache?: boolean;
}

/** Cache mounts a folder that persists between builds. */
export interface Cache {
  readonly kind: 'cache';
  readonly dest: string;
  readonly id: string;
  /** Concurrent use: both write, each gets its own, or the second waits. */
  readonly sharing?: 'shared' | 'private' | 'locked';
  /** Initial content. */
  readonly input?: Tree;
  readonly selector?: string;
}

export interface Tmpfs {
  readonly kind: 'tmpfs';
  readonly dest: string;
  /** Bytes; no limit when absent. */
  readonly size?: number;
}

/** Secret mounts a file provided by the client. */
export interface Secret extends Provided {
  readonly kind: 'secret';
}

/** Ssh mounts the socket of the client's ssh agent. */
export interface Ssh extends Provided {
  readonly kind: 'ssh';
}

interface Provided {
  readonly dest: string;
  readonly id: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Permission bits; 0400 for a secret, 0600 for a socket when absent. */
  readonly mode?: number;
  readonly optional?: boolean;
}

/** Sorts mounts as Go's client does: secrets after other mounts, sockets last, each kind by `dest`. */
export function inOrder(mounts: readonly Mount[]): Mount[] {
  return [...mounts].sort((a, b) => rank(a) - rank(b) || compare(a.dest, b.dest));
}

function rank({ kind }: Mount): number {
  return ['secret', 'ssh'].indexOf(kind);
}

/** Reports whether the content of the mount after the exec is an output. */
export function hasOutput(mount: Mount): boolean {
  return mount.kind === 'bind' && !mount.readonly && mount.output !== false;
}

/**
 * Returns a mount as a message.
 * @param input, output numbers; -1 for none
 */
export function mountMessage(mount: Mount, input: number, output: number): pb.Mount.$Properties {
  const { dest } = mount;
  switch (mount.kind) {
    case 'bind':
      return {
        input,
        output,
        dest,
        selector: mount.selector ?? null,
        readonly: mount.readonly ?? null,
        contentCache: contentCache(mount.contentCache),
      };
    case 'cache': {
      const cacheOpt = { ID: mount.id, sharing: SHARING[mount.sharing ?? 'shared'] };
      return {
        input,
        output,
        dest,
        selector: mount.selector ?? null,
        mountType: pb.MountType.CACHE,
        cacheOpt,
      };
    }
    case 'tmpfs':
      return { input, output, dest, mountType: pb.MountType.TMPFS, TmpfsOpt: { size: mount.size ?? null } };
    // As in Go's client, `output` stays 0, which the daemon ignores.
    case 'secret':
      return { input, dest, mountType: pb.MountType.SECRET, secretOpt: provided(mount, 0o400) };
    case 'ssh':
      return { input, dest, mountType: pb.MountType.SSH, SSHOpt: provided(mount, 0o600) };
  }
}

/** Returns the capabilities that a mount requires. */
export function mountCaps(mount: Mount): readonly Cap[] {
  switch (mount.kind) {
    case 'bind':
      return [
        ...when(mount.input, 'exec.mount.bind'),
        ...when(mount.selector, 'exec.mount.selector'),
        ...when(mount.output === false && !mount.readonly, 'exec.mount.bind.readwrite-nooutput'),
        ...when(mount.contentCache !== undefined, 'exec.mount.cache.content'),
      ];
    case 'cache':
      return ['exec.mount.cache', 'exec.mount.cache.sharing', ...when(mount.selector, 'exec.mount.selector')];
    case 'tmpfs':
      return ['exec.mount.tmpfs', ...when(mount.size, 'exec.mount.tmpfs.size')];
    case 'secret':
      return ['exec.mount.secret'];
    case 'ssh':
      return ['exec.mount.ssh'];
  }
}

const SHARING = {
  shared: pb.CacheSharingOpt.SHARED,
  private: pb.CacheSharingOpt.PRIVATE,
  locked: pb.CacheSharingOpt.LOCKED,
};

function contentCache(on: boolean | undefined): pb.MountContentCache | null {
  if (on === undefined) return null;
  return on ? pb.MountContentCache.ON : pb.MountContentCache.OFF;
}

function provided(mount: Provided, mode: number): pb.SecretOpt.$Properties & pb.SSHOpt.$Properties {
  return {
    ID: mount.id,
    uid: mount.uid ?? null,
    gid: mount.gid ?? null,
    mode: mount.mode ?? mode,
    optional: mount.optional ?? null,
  };
}

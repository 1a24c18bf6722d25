import { posix } from 'node:path';
import { type Cap, when } from './caps.ts';
import type { Inputs } from './encode.ts';
import type { pb } from './proto.ts';
import type { Tree } from './vertex.ts';

/** FileAction is one action of a file op, encoded once its inputs have numbers. */
export interface FileAction {
  readonly caps: readonly Cap[];
  /** The tree to copy from. */
  readonly from: Tree;
  /** One member of FileAction's oneof. */
  message(inputs: Inputs): pb.FileAction.$Properties;
}

/** Owner is the owner of a new file. Absent parts mean root, or the owner of the original for a copy. */
export interface Owner {
  readonly user?: Id;
  readonly group?: Id;
}

/** Id is a number, or a name to look up in /etc/passwd or /etc/group of `input`. */
export type Id = { readonly id: number } | { readonly name: string; readonly input: Tree };

interface Made {
  readonly owner?: Owner;
  /** Whole seconds since 1970; the time of the build when absent. */
  readonly time?: number;
}

export interface Mkdir extends Made {
  /** Permission bits; 0755 when absent. */
  readonly mode?: number;
  readonly makeParents?: boolean;
}

export interface Mkfile extends Made {
  /** Permission bits; 0644 when absent. */
  readonly mode?: number;
  /** Part of the op, and so limited by the 16 MiB of a request. */
  readonly data: Uint8Array;
}

export type Symlink = Made;

export interface Rm {
  readonly allowNotFound?: boolean;
  /** Syntax of Go's filepath.Match. */
  readonly allowWildcard?: boolean;
}

export interface Copy extends Made {
  /** Permission bits, or chmod syntax (`u+x,go-w`); those of the original when absent. */
  readonly mode?: number | string;
  readonly followSymlink?: boolean;
  /** Copies the contents of a folder instead of the folder. */
  readonly dirCopyContents?: boolean;
  readonly attemptUnpackDockerCompatibility?: boolean;
  readonly createDestPath?: boolean;
  readonly allowWildcard?: boolean;
  readonly allowEmptyWildcard?: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** Paths that must be among the included ones. */
  readonly required?: readonly string[];
  /** Replaces existing files, also those of another type. */
  readonly alwaysReplaceExistingDestPaths?: boolean;
}

export function mkdir(path: string, options: Mkdir = {}): FileAction {
  const { mode = 0o755, makeParents } = options;
  return {
    caps: [],
    from: undefined,
    message: (inputs) => ({
      mkdir: { path: absolute(path), mode, makeParents: makeParents ?? null, ...made(options, inputs) },
    }),
  };
}

export function mkfile(path: string, options: Mkfile): FileAction {
  const { mode = 0o644, data } = options;
  return {
    caps: [],
    from: undefined,
    message: (inputs) => ({ mkfile: { path: absolute(path), mode, data, ...made(options, inputs) } }),
  };
}

export function symlink(oldpath: string, newpath: string, options: Symlink = {}): FileAction {
  return {
    caps: ['file.symlink.create'],
    from: undefined,
    message: (inputs) => ({ symlink: { oldpath, newpath, ...made(options, inputs) } }),
  };
}

export function rm(path: string, options: Rm = {}): FileAction {
  const { allowNotFound = null, allowWildcard = null } = options;
  return {
    caps: when(allowWildcard, 'file.rm.wildcard'),
    from: undefined,
    message: () => ({ rm: { path: absolute(path), allowNotFound, allowWildcard } }),
  };
}

export function copy(from: Tree, src: string, dest: string, options: Copy = {}): FileAction {
  const { mode = -1, include = [], exclude = [], required = [] } = options;
  const message = {
    src: absolute(src),
    dest: absolute(dest, true),
    ...(typeof mode === 'string' ? { modeStr: mode } : { mode }),
    followSymlink: options.followSymlink ?? null,
    dirCopyContents: options.dirCopyContents ?? null,
    attemptUnpackDockerCompatibility: options.attemptUnpackDockerCompatibility ?? null,
    createDestPath: options.createDestPath ?? null,
    allowWildcard: options.allowWildcard ?? null,
    allowEmptyWildcard: options.allowEmptyWildcard ?? null,
    include_patterns: [...include],
    exclude_patterns: [...exclude],
    required_paths: [...required],
    alwaysReplaceExistingDestPaths: options.alwaysReplaceExistingDestPaths ?? null,
  };
  return {
    caps: [
      ...when(include.length + exclude.length, 'file.copy.includeexcludepatterns'),
      ...when(required.length, 'file.copy.requiredpaths'),
      ...when(typeof mode === 'string', 'file.copy.modestring'),
      ...when(options.alwaysReplaceExistingDestPaths, 'file.copy.alwaysreplaceexistingdestpaths'),
    ],
    from,
    message: (inputs) => ({ copy: { ...message, ...made(options, inputs) } }),
  };
}

/** Unset values are -1: in this message, 0 is 1970, and `byID` 0 is root. */
function made({ owner, time }: Made, inputs: Inputs) {
  return {
    owner:
      owner === undefined
        ? null
        : { user: idMessage(owner.user, inputs), group: idMessage(owner.group, inputs) },
    // A whole number of seconds in nanoseconds is exact in a double until the year 2115.
    timestamp: time === undefined ? -1 : time * 1e9,
  };
}

function idMessage(id: Id | undefined, inputs: Inputs): pb.UserOpt.$Properties | null {
  if (id === undefined) return null;
  if ('id' in id) return { byID: id.id };
  return { byName: { name: id.name, input: inputs.number(id.input) } };
}

/** Makes `path` absolute, without `.`, `..` and doubled slashes. A trailing slash matters only for the target of a copy. */
function absolute(path: string, keepSlash = false): string {
  const clean = posix.join('/', path);
  const bare = clean.length > 1 ? clean.replace(/\/$/, '') : clean;
  if (keepSlash && path.endsWith('/.')) return bare === '/' ? '/.' : `${bare}/.`;
  return keepSlash && path.endsWith('/') && bare !== '/' ? `${bare}/` : bare;
}

import type { Call } from './call.ts';
import { readString } from './call.ts';
import { NAMING, type Named, type Use } from './calls.ts';
import { unreadable } from './line.ts';
import {
  absolute,
  childOf,
  executed,
  firstProcess,
  has,
  type Process,
  throughProc,
  unshared,
} from './processes.ts';
import { newSequence, type Sequence, type Step } from './sequence.ts';

/** What a process did, or tried to do, with a path. */
export interface Access {
  readonly use: Use;
  /** Absolute, as the process wrote it; may hold `..`. Bytes that are not UTF-8 are U+FFFD. */
  readonly path: string;
  /** The name of the error, where it failed. */
  readonly error?: string;
  /** What a link says that was made here. */
  readonly target?: string;
}

/** What the reader of a trace must know from outside it. */
export interface Surroundings {
  /** The working directory that the program was started in. */
  readonly folder: string;
  /** A folder's path without links and `..`; for one that the tree does not have, as good as can be. */
  readonly canonical: (path: string) => string;
}

/**
 * Reads a trace, line by line. Paths are made absolute by tables of working directories and descriptors, which follow
 * from the results of calls: /proc is closed to a tracer whose program changed its user. Memory grows with what lives
 * at once, not with the trace.
 */
export function newReader(surroundings: Surroundings, report: (access: Access) => void): Sequence {
  const processes = new Map<number, Process>();
  return newSequence((step) => follow(processes, surroundings, step, report));
}

function follow(
  processes: Map<number, Process>,
  surroundings: Surroundings,
  step: Step,
  report: (access: Access) => void,
): void {
  const { pid } = step;
  if (step.kind === 'exit') processes.delete(pid);
  else if (step.kind === 'birth') {
    const parent = step.parent === undefined ? undefined : processes.get(step.parent);
    processes.set(
      pid,
      parent === undefined ? firstProcess(surroundings.folder) : childOf(parent, step.flags),
    );
  } else if (step.kind === 'renumber') {
    const process = processes.get(step.from);
    if (process !== undefined) processes.set(pid, process);
    processes.delete(step.from);
  } else {
    const process = processes.get(pid);
    if (process === undefined) throw unreadable(`${pid} ${step.call.name}`);
    const scene = { ...step, process, surroundings };
    for (const access of accessesOf(scene)) report(access);
    if (step.call.error === undefined) processes.set(pid, afterCall(scene));
  }
}

/** A call with all that gives its arguments a meaning. */
interface Scene {
  readonly pid: number;
  readonly process: Process;
  readonly call: Call;
  readonly surroundings: Surroundings;
}

/** What a call says about paths. A failed one too: what is missing is worth knowing. */
function accessesOf(scene: Scene): Access[] {
  const { process, call } = scene;
  const failed = call.error === undefined ? {} : { error: call.error };
  const one = (use: Use, path: string | undefined): Access[] =>
    path === undefined ? [] : [{ use, path, ...failed }];
  switch (call.name) {
    case 'getdents':
    case 'getdents64':
      return one('list', process.descriptors.get(Number(call.args[0])));
    case 'bind':
      return one('make', socketOf(process, call));
    case 'connect':
      return one('look', socketOf(process, call));
  }
  const found = (NAMING[call.name] ?? []).flatMap((named) => one(useOf(named, call), pathOf(scene, named)));
  if (!/^symlink(at)?$/.test(call.name) || call.error !== undefined) return found;
  return found.map((access) => ({ ...access, target: readString(call.args[0] ?? '') }));
}

/** An open that might have created a file, and failed, wanted to make something. */
function useOf(named: Named, { args, error }: Call): Use {
  const creates = named.flags !== undefined && error !== undefined && has(args[named.flags] ?? '', 'O_CREAT');
  return creates ? 'make' : named.use;
}

/** The absolute path of an argument; undefined where the call means a descriptor itself, or what it names is unknown. */
function pathOf(scene: Scene, named: Named): string | undefined {
  const { pid, process, call, surroundings } = scene;
  const text = call.args[named.path];
  // A failed call may have had no name to show: EFAULT, ENAMETOOLONG.
  if (text === undefined || text === 'NULL' || (call.error !== undefined && !text.endsWith('"')))
    return undefined;
  const path = readString(text);
  const folder = named.folder === undefined ? 'AT_FDCWD' : (call.args[named.folder] ?? '');
  if (path === '') return call.name === 'execveat' ? process.descriptors.get(Number(folder)) : undefined;
  const inRoot = named.flags !== undefined && has(call.args[named.flags] ?? '', 'RESOLVE_IN_ROOT');
  if (path.startsWith('/') && !inRoot) return absolute(process, '/', throughProc(pid, process, path));
  const start = folder === 'AT_FDCWD' ? process.place.folder : process.descriptors.get(Number(folder));
  if (start !== undefined) {
    return absolute(
      process,
      start.includes('/..') ? surroundings.canonical(start) : start,
      path.replace(/^\/+/, ''),
    );
  }
  if (call.error !== undefined) return undefined;
  throw unknownFolder(scene, folder);
}

function unknownFolder({ pid, call }: Scene, descriptor: string): Error {
  return unreadable(
    `${pid} ${call.name}(${call.args.join(', ')})`,
    `it is unknown which folder descriptor ${descriptor} is`,
  );
}

/** The path of a socket's address; an abstract one (`@"…"`, unix(7)) has none. */
function socketOf(process: Process, call: Call): string | undefined {
  const quoted = /sa_family=AF_UNIX, sun_path=("(?:[^"\\]|\\.)*")/.exec(call.args[1] ?? '')?.[1];
  const path = quoted === undefined ? '' : readString(quoted);
  return path === '' ? undefined : absolute(process, process.place.folder, path);
}

/** The process after a call that succeeded. */
function afterCall(scene: Scene): Process {
  const { process, call, surroundings } = scene;
  const { place, descriptors } = process;
  const { name, args, result = -1 } = call;
  const named = NAMING[name]?.[0];
  const moves = named?.use === 'open' || name === 'chdir' || name === 'chroot';
  const path = named !== undefined && moves ? pathOf(scene, named) : undefined;
  if (name === 'execve' || name === 'execveat') return executed(process);
  if (name === 'unshare') return unshared(process, args[0] ?? '');
  if (name === 'chdir' && path !== undefined) place.folder = surroundings.canonical(path);
  else if (name === 'chroot' && path !== undefined) place.root = surroundings.canonical(path);
  else if (name === 'fchdir') {
    const folder = descriptors.get(Number(args[0]));
    if (folder === undefined) throw unknownFolder(scene, args[0] ?? '');
    place.folder = surroundings.canonical(folder);
  } else if (/^dup[23]?$/.test(name) || args[1]?.startsWith('F_DUPFD') === true)
    put(descriptors, result, descriptors.get(Number(args[0])));
  else if (named?.use === 'open') put(descriptors, result, path);
  return process;
}

function put(descriptors: Map<number, string>, number: number, path: string | undefined): void {
  if (path === undefined) descriptors.delete(number);
  else descriptors.set(number, path);
}

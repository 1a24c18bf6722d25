import type { Call } from './call.ts';
import { readString, readStrings } from './call.ts';
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

/** Access is one use of a path by a process, successful or not. */
export interface Access {
  readonly use: Use;
  /** Absolute, otherwise as the process wrote it: it may contain `..`. src/tree/names.ts says how it is decoded. */
  readonly path: string;
  /** The name of the error if it failed, e.g. `ENOENT`. */
  readonly error?: string;
  /** The target of a symbolic link that was made. */
  readonly target?: string;
  /** How an `exec` was called: the arguments as far as strace could read them, and the working directory if it is known. */
  readonly argv?: readonly string[];
  readonly folder?: string;
}

/** Surroundings are the inputs of a reader that are not in the trace. */
export interface Surroundings {
  /** The program's initial working directory. */
  readonly folder: string;
  /** Resolves links and `..` in the path of a folder, as far as the tree has it. */
  readonly canonical: (path: string) => string;
  /**
   * Called for the first successful call of each program of a process whose path strace could not read.
   * @param isPassing whether the process then started another program, which strace can read again
   */
  readonly hidden: (call: string, isPassing: boolean) => void;
}

/**
 * Makes a reader that takes a trace line by line. It makes paths absolute with tables of working directories and
 * descriptors, kept from the results of calls: /proc is closed to a tracer whose program changed its user. Memory grows
 * with the processes alive at once, not with the trace.
 */
export function newReader(surroundings: Surroundings, report: (access: Access) => void): Sequence {
  const state: State = { surroundings, report, processes: new Map(), hidden: new Map() };
  const sequence = newSequence((step) => follow(state, step));
  return {
    add: sequence.add,
    end: () => {
      sequence.end();
      for (const pid of [...state.hidden.keys()]) tellHidden(state, pid, false);
    },
  };
}

interface State {
  readonly surroundings: Surroundings;
  readonly report: (access: Access) => void;
  readonly processes: Map<number, Process>;
  /** The first hidden call of each process since it started its program. */
  readonly hidden: Map<number, string>;
}

function follow(state: State, step: Step): void {
  const { processes, surroundings } = state;
  const { pid } = step;
  if (step.kind === 'exit') {
    processes.delete(pid);
    tellHidden(state, pid, false);
  } else if (step.kind === 'birth') {
    const parent = step.parent === undefined ? undefined : processes.get(step.parent);
    processes.set(
      pid,
      parent === undefined ? firstProcess(surroundings.folder) : childOf(parent, step.flags),
    );
  } else if (step.kind === 'renumber') {
    const process = processes.get(step.from);
    if (process !== undefined) processes.set(pid, process);
    processes.delete(step.from);
    tellHidden(state, pid, false);
    const hidden = state.hidden.get(step.from);
    if (hidden !== undefined) state.hidden.set(pid, hidden);
    state.hidden.delete(step.from);
  } else followCall(state, pid, step.call);
}

function followCall(state: State, pid: number, call: Call): void {
  const { processes, surroundings, report } = state;
  const process = processes.get(pid);
  if (process === undefined) throw unreadable(`${pid} ${call.name}`);
  const hidden = (text: string) => {
    if (!state.hidden.has(pid)) state.hidden.set(pid, text);
  };
  const scene = { pid, call, process, surroundings };
  for (const access of accessesOf(scene, hidden)) report(access);
  if (call.error !== undefined) return;
  const next = afterCall(scene);
  if (next !== process) processes.set(pid, next);
  if (call.name === 'execve' || call.name === 'execveat') tellHidden(state, pid, true);
}

function tellHidden({ hidden, surroundings }: State, pid: number, isPassing: boolean): void {
  const call = hidden.get(pid);
  if (call !== undefined) surroundings.hidden(call, isPassing);
  hidden.delete(pid);
}

/** Scene is a call with the state that its arguments refer to. */
interface Scene {
  readonly pid: number;
  readonly process: Process;
  readonly call: Call;
  readonly surroundings: Surroundings;
}

/** Returns the accesses of a call. Failed calls count too: they show what is missing. */
function accessesOf(scene: Scene, hidden: (call: string) => void): Access[] {
  const { process, call } = scene;
  const { name, args, error } = call;
  const found: Access[] = [];
  const add = (use: Use, path: string | undefined) => {
    if (path === undefined) return;
    if (error !== undefined) found.push({ use, path, error });
    else if (use !== 'make' || !name.startsWith('symlink')) found.push({ use, path });
    else found.push({ use, path, target: readString(args[0] ?? '') });
  };
  if (name.startsWith('getdents')) add('list', process.descriptors.get(Number(args[0])));
  else if (name === 'bind') add('make', socketOf(process, call));
  else if (name === 'connect') add('look', socketOf(process, call));
  else
    for (const named of NAMING[name] ?? []) {
      const path = pathOf(scene, named);
      if (path !== undefined && named.argv !== undefined && error === undefined)
        found.push(execOf(process, path, args[named.argv] ?? ''));
      else if (path !== undefined) add(useOf(named, call), path);
      else if (error === undefined && namesSomething(call, named))
        hidden(`${scene.pid} ${name}(${args.join(', ')})`);
    }
  return found;
}

function execOf({ place: { folder } }: Process, path: string, argv: string): Access {
  return { use: 'exec', path, argv: readStrings(argv), ...(folder !== undefined && { folder }) };
}

/** Reports whether an argument is a path. An empty string or a null pointer stands for a descriptor (AT_EMPTY_PATH). */
function namesSomething({ args }: Call, named: Named): boolean {
  const text = args[named.path];
  return text !== undefined && text !== 'NULL' && text !== '""';
}

/** Returns the use of a path. A failed open with O_CREAT counts as `make`. */
function useOf(named: Named, { args, error }: Call): Use {
  const creates = named.flags !== undefined && error !== undefined && has(args[named.flags] ?? '', 'O_CREAT');
  return creates ? 'make' : named.use;
}

/** Returns the absolute path of an argument; undefined if the call uses a descriptor itself, or if the path is hidden. */
function pathOf(scene: Scene, named: Named): string | undefined {
  const { pid, process, call, surroundings } = scene;
  const text = call.args[named.path];
  if (text === undefined || text === 'NULL') return undefined;
  // A failed call may have no readable path: EFAULT, ENAMETOOLONG.
  if (isHidden(text) || (call.error !== undefined && !text.endsWith('"'))) return undefined;
  const path = readString(text);
  const folder = named.folder === undefined ? 'AT_FDCWD' : (call.args[named.folder] ?? '');
  if (path === '') return call.name === 'execveat' ? process.descriptors.get(Number(folder)) : undefined;
  const inRoot = call.name === 'openat2' && has(call.args[2] ?? '', 'RESOLVE_IN_ROOT');
  if (path.startsWith('/') && !inRoot) return throughProc(pid, process, path) ?? absolute(process, '/', path);
  const start = folder === 'AT_FDCWD' ? process.place.folder : process.descriptors.get(Number(folder));
  if (start !== undefined) {
    return absolute(
      process,
      start.includes('/..') ? surroundings.canonical(start) : start,
      path.replace(/^\/+/, ''),
    );
  }
  return undefined;
}

/** Reports whether strace shows an address instead of a string, because it may not read the process's memory. */
function isHidden(text: string): boolean {
  return text.startsWith('0x');
}

/** Returns the path of a socket's address; an abstract one (`@"…"`, unix(7)) has none. */
function socketOf(process: Process, call: Call): string | undefined {
  const quoted = /sa_family=AF_UNIX, sun_path=("(?:[^"\\]|\\.)*")/.exec(call.args[1] ?? '')?.[1];
  const path = quoted === undefined ? '' : readString(quoted);
  const { folder } = process.place;
  if (path.startsWith('/')) return absolute(process, '/', path);
  return path === '' || folder === undefined ? undefined : absolute(process, folder, path);
}

/** Returns the process after a successful call. */
function afterCall(scene: Scene): Process {
  const { process, call, surroundings } = scene;
  const { place, descriptors } = process;
  const { name, args, result = -1 } = call;
  const named = NAMING[name]?.[0];
  const moves = named?.use === 'open' || name === 'chdir' || name === 'chroot';
  const path = named !== undefined && moves ? pathOf(scene, named) : undefined;
  if (name === 'execve' || name === 'execveat') return executed(process);
  if (name === 'unshare') return unshared(process, args[0] ?? '');
  const folder = name === 'fchdir' ? descriptors.get(Number(args[0])) : path;
  if (name === 'chdir' || name === 'fchdir') place.folder = folder && surroundings.canonical(folder);
  else if (name === 'chroot' && path !== undefined) place.root = surroundings.canonical(path);
  else if (/^dup[23]?$/.test(name) || args[1]?.startsWith('F_DUPFD') === true)
    put(descriptors, result, descriptors.get(Number(args[0])));
  else if (named?.use === 'open') put(descriptors, result, path);
  return process;
}

function put(descriptors: Map<number, string>, number: number, path: string | undefined): void {
  if (path === undefined) descriptors.delete(number);
  else descriptors.set(number, path);
}

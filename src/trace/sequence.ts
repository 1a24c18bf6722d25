import { type Call, readCall } from './call.ts';
import { type Line, readLine, unreadable } from './line.ts';
import { childrenIn, isIdle, makesProcess, mayMakeProcess } from './orphans.ts';
import { has } from './processes.ts';

/** Step is an event of a trace. Steps are in an order in which the birth of a process comes before its other steps. */
export type Step =
  | { readonly kind: 'call'; readonly pid: number; readonly call: Call }
  | Birth
  /** The thread `from` continues under the id of its process. */
  | { readonly kind: 'renumber'; readonly pid: number; readonly from: number }
  | { readonly kind: 'exit'; readonly pid: number };

/** Birth is the first step of a process. `flags` are those of clone(2), as text of the parent's call. */
interface Birth {
  readonly kind: 'birth';
  readonly pid: number;
  readonly parent?: number;
  readonly flags: string;
}

/** Sequence takes a trace line by line. */
export interface Sequence {
  /** @throws {UnreadableTrace} */
  add(line: string): void;
  /** @throws {UnreadableTrace} if the trace is not complete */
  end(): void;
}

/** Pending is an interrupted call; `done` if it succeeded, whatever strace says later. */
interface Pending {
  readonly text: string;
  readonly done: boolean;
}

interface State {
  readonly alive: Set<number>;
  readonly pending: Map<number, Pending>;
  /** Lines of children whose parent's call has not returned yet; after vfork there always are some. */
  readonly early: Map<number, Line[]>;
  /** Processes that were killed during a call that may have made a child, with that call. */
  readonly lost: Map<number, string>;
  /** The processes that share the state of another one, as threads do. */
  readonly sharers: Map<number, number>;
  readonly emit: (step: Step) => void;
}

/** Makes a sequence. It joins the parts of calls, and holds back the lines of a process until its parent is known. */
export function newSequence(emit: (step: Step) => void): Sequence {
  const state: State = {
    alive: new Set(),
    pending: new Map(),
    early: new Map(),
    lost: new Map(),
    sharers: new Map(),
    emit,
  };
  let started = false;
  return {
    add: (text) => {
      const line = readLine(text);
      if (!started && line.kind !== 'other') born(state, { kind: 'birth', pid: line.pid, flags: '' });
      started ||= line.kind !== 'other';
      take(state, line);
    },
    end: () => {
      if (!started) throw unreadable('', 'strace wrote nothing');
      adopt(state);
      const [left] = [...state.alive, ...state.early.keys()];
      if (left !== undefined) throw unreadable(`process ${left} did not end`, 'the trace ends too early');
    },
  };
}

function born(state: State, birth: Birth): void {
  const { pid, parent, flags } = birth;
  state.alive.add(pid);
  state.lost.delete(pid);
  if (parent !== undefined && has(flags, 'CLONE_FS') && has(flags, 'CLONE_FILES'))
    state.sharers.set(pid, ownerOf(state, parent));
  else state.sharers.delete(pid);
  state.emit(birth);
  const lines = state.early.get(pid) ?? [];
  state.early.delete(pid);
  for (const line of lines) take(state, line);
}

function take(state: State, line: Line): void {
  if (line.kind === 'other') return;
  const { pid } = line;
  if (!state.alive.has(pid)) {
    const lines = state.early.get(pid);
    if (lines === undefined) state.early.set(pid, [line]);
    else lines.push(line);
    return;
  }
  if (line.kind === 'exit') exit(state, pid);
  else if (line.kind === 'superseded') supersede(state, pid, line.by);
  else if (line.kind === 'unfinished') state.pending.set(pid, { text: line.text, done: false });
  else if (line.kind === 'call') ended(state, pid, readCall(line.text));
  else resume(state, pid, line.name, line.text);
}

function resume(state: State, pid: number, name: string, text: string): void {
  const begun = state.pending.get(pid);
  if (begun === undefined || !begun.text.startsWith(`${name}(`))
    throw unreadable(`${pid} <... ${name} resumed>${text}`);
  state.pending.delete(pid);
  const call = readCall(begun.text + text);
  ended(state, pid, begun.done ? { name, args: call.args, result: 0 } : call);
}

function ended(state: State, pid: number, call: Call): void {
  if (call.result === undefined) {
    if (mayMakeProcess(call.name)) state.lost.set(pid, call.args.join(' '));
    return;
  }
  state.emit({ kind: 'call', pid, call });
  if (call.error !== undefined || !makesProcess(call.name)) return;
  born(state, { kind: 'birth', pid: call.result, parent: pid, flags: call.args.join(' ') });
}

/** Renumbers a thread that called execve. strace 6.13 shows the call as failed with ENOSYS although it succeeded. */
function supersede(state: State, pid: number, by: number): void {
  const begun = state.pending.get(by);
  if (begun === undefined) throw unreadable(`${pid} superseded by execve in pid ${by}`);
  state.alive.delete(by);
  state.pending.delete(by);
  state.pending.set(pid, { text: begun.text, done: true });
  state.emit({ kind: 'renumber', pid, from: by });
}

function exit(state: State, pid: number): void {
  const text = state.pending.get(pid)?.text;
  state.alive.delete(pid);
  state.pending.delete(pid);
  if (text !== undefined && mayMakeProcess(text.slice(0, text.indexOf('(')))) state.lost.set(pid, text);
  // A child may still turn up that needs the process's state.
  if (state.lost.has(pid)) return;
  state.sharers.delete(pid);
  state.emit({ kind: 'exit', pid });
}

/**
 * Finds parents for the processes whose parent died before its call returned. Where several may be the parent, the lines
 * are read once for each that has a state of its own: a relative path then means one file too many rather than one too few.
 */
function adopt(state: State): void {
  const orphans = new Map(state.early);
  const parented = new Set([...orphans.values()].flatMap(childrenIn));
  const parents = new Map([...state.lost].map(([pid, flags]) => [ownerOf(state, pid), { pid, flags }]));
  for (const { pid: parent, flags } of parents.values()) {
    for (const [pid, lines] of orphans) state.early.set(pid, lines);
    for (const pid of orphans.keys())
      if (!parented.has(pid)) born(state, { kind: 'birth', pid, parent, flags });
  }
  for (const [pid, lines] of state.early) if (isIdle(lines)) state.early.delete(pid);
}

function ownerOf({ sharers }: State, pid: number): number {
  return sharers.get(pid) ?? pid;
}

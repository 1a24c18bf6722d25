import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Process is one of the machine, as /proc shows it. */
interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Its command line, in words. */
  readonly command: string;
}

/** Returns the processes that a daemon has started, and what these have started: no other engine's. */
export function processesOf(daemon: number): readonly Process[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? processAt(name) : []));
  const found = new Set([daemon]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return all.filter(({ pid }) => pid !== daemon && found.has(pid));
}

function processAt(name: string): Process[] {
  try {
    const [, parent = '0'] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'latin1')) ?? [];
    const command = readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ');
    return [{ pid: Number(name), parent: Number(parent), command }];
  } catch {
    // It has ended since.
    return [];
  }
}

/** Leaves the container of a process no memory but what it has: when it wants more, the kernel kills it. */
export function starve(pid: number): void {
  const groups = readFileSync(`/proc/${pid}/cgroup`, 'utf8');
  const [, first] = /^\d+:memory:(.*)$/m.exec(groups) ?? [];
  const [, second = ''] = /^0::(.*)$/m.exec(groups) ?? [];
  const [group, file, used] =
    first === undefined
      ? [join('/sys/fs/cgroup', second), 'memory.max', /^anon (\d+)$/m]
      : [join('/sys/fs/cgroup/memory', first), 'memory.limit_in_bytes', /^rss (\d+)$/m];
  const [, bytes] = used.exec(readFileSync(join(group, 'memory.stat'), 'utf8')) ?? [];
  // The kernel refuses less than it can make of it.
  for (let limit = Number(bytes); !isTaken(join(group, file), limit); ) limit += 1 << 20;
}

function isTaken(file: string, limit: number): boolean {
  try {
    writeFileSync(file, `${limit}`);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EBUSY') return false;
    throw error;
  }
}

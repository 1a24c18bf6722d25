import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').split('\n');
  const [, first = ''] = /^\d+:memory:(.*)$/m.exec(lines.join('\n')) ?? [];
  if (first !== '') {
    const group = join('/sys/fs/cgroup/memory', first);
    const used = Number(readFileSync(join(group, 'memory.usage_in_bytes'), 'utf8'));
    writeFileSync(join(group, 'memory.limit_in_bytes'), `${used}`);
    return;
  }
  const [, second = ''] = /^0::(.*)$/m.exec(lines.join('\n')) ?? [];
  const group = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified']
    .map((root) => join(root, second))
    .find(existsSync);
  if (group === undefined) throw new Error(`process ${pid} has no control group`);
  writeFileSync(join(group, 'memory.swap.max'), '0');
  writeFileSync(join(group, 'memory.max'), readFileSync(join(group, 'memory.current'), 'utf8'));
}

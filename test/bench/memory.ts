import { readdirSync, readFileSync } from 'node:fs';

/** As the entry point of the frontend's image (Dockerfile.frontend) shows in /proc/PID/cmdline. */
const FRONTEND = '/usr/lib/mib/frontend\0';
const EVERY_MS = 5;

export interface Watch {
  stop(): void;
  /** The most memory that one of them had resident, in bytes. None is seen when the engine is on another machine. */
  peak(): number | undefined;
}

/** Watches the frontends that start from now on. */
export function watchFrontend(): Watch {
  const before = new Set(processes());
  let peak: number | undefined;
  const look = () => {
    for (const pid of processes()) {
      if (before.has(pid) || !read(`/proc/${pid}/cmdline`).includes(FRONTEND)) continue;
      // The kernel keeps the high-water mark itself (proc_pid_status(5)), so nothing between two looks is missed.
      const mark = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1];
      if (mark !== undefined) peak = Math.max(peak ?? 0, Number(mark) * 1024);
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return { stop: () => clearInterval(timer), peak: () => peak };
}

function processes(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

/** A process can be gone at any time. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

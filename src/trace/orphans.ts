import type { Line } from './line.ts';

/**
 * Reports whether lines show nothing that a process has done: only its end, and calls that it did not live to see return.
 * A process that ends while strace takes hold of it leaves such lines, and no parent.
 */
export function isIdle(lines: readonly Line[]): boolean {
  return lines.every(
    (line) =>
      line.kind === 'exit' ||
      line.kind === 'unfinished' ||
      ((line.kind === 'call' || line.kind === 'resumed') && / = \?(?: |$)/.test(line.text)),
  );
}

/** Reports whether a call may have made a process. strace writes `???` for a call that it came too late to read. */
export function mayMakeProcess(call: string): boolean {
  return call === '???' || makesProcess(call);
}

/** Reports whether a successful call returns the id of a new process. */
export function makesProcess(call: string): boolean {
  return /^(v?fork|clone3?)$/.test(call);
}

/** Returns the processes that successful calls of these lines made. */
export function childrenIn(lines: readonly Line[]): number[] {
  return lines.flatMap((line) => {
    if (line.kind !== 'call' && line.kind !== 'resumed') return [];
    const name = line.kind === 'call' ? line.text.slice(0, line.text.indexOf('(')) : line.name;
    const child = makesProcess(name) ? / = (\d+)$/.exec(line.text)?.[1] : undefined;
    return child === undefined ? [] : [Number(child)];
  });
}

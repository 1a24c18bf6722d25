import type { Outcome } from './docker.ts';

export interface Steps {
  /** Names of the steps that ran, in the order of their start. */
  readonly ran: readonly string[];
  /** Names of the cached steps. */
  readonly cached: readonly string[];
}

/** Parses the plain progress of a successful build. A step that is loaded from the cache can also print DONE. */
export function steps({ stderr }: Outcome): Steps {
  const names = new Map<string, string>();
  const cached = new Set<string>();
  const done = new Set<string>();
  for (const line of stderr.split('\n')) {
    const [, id = '', rest = ''] = /^#(\d+) (.*)$/.exec(line) ?? [];
    if (rest === 'CACHED') cached.add(id);
    else if (/^DONE \d/.test(rest)) done.add(id);
    else if (!names.has(id)) names.set(id, rest);
  }
  const named = (keep: (id: string) => boolean) =>
    [...names].filter(([id]) => keep(id)).map(([, name]) => name);
  return { ran: named((id) => done.has(id) && !cached.has(id)), cached: named((id) => cached.has(id)) };
}

/** Failure is a failed build as its user sees it. */
export interface Failure {
  readonly status: number;
  /** Everything after `failed to solve: `, which some builds call `failed to run Build function: `. */
  readonly message: string;
  /** The place of `markedLines`, e.g. `Imagefile:12`. */
  readonly marked: readonly string[];
  /** The output of the failed steps, by name, without the times. */
  readonly said: Readonly<Record<string, string>>;
}

export function failure({ status, stderr }: Outcome): Failure {
  const [, message = stderr] =
    /^ERROR: (?:failed to build: )?failed to (?:solve|run Build function): ([\s\S]*)$/m.exec(stderr) ?? [];
  const marked = markedLines(stderr).map(({ at }) => at);
  return { status, message: message.trimEnd(), marked, said: failedSteps(stderr) };
}

/** Returns the lines marked with `>>>`, as `Imagefile:12`, with their text. */
export function markedLines(stderr: string): readonly { readonly at: string; readonly text: string }[] {
  const excerpts = stderr.matchAll(/^(\S+):\d+\n-{20}\n([\s\S]*?)\n-{20}$/gm);
  return [...excerpts].flatMap(([, file, excerpt = '']) =>
    [...excerpt.matchAll(/^ *(\d+) \| >>> (.*)$/gm)].map(([, line, text = '']) => ({
      at: `${file}:${line}`,
      text,
    })),
  );
}

function failedSteps(stderr: string): Record<string, string> {
  const sections = stderr.matchAll(/^-{6}\n > (.*):\n([\s\S]*?)^-{6}$/gm);
  return Object.fromEntries(
    [...sections].map(([, name = '', log = '']) => [name, log.replaceAll(/^\d+\.\d+ /gm, '').trimEnd()]),
  );
}

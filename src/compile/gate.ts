import type { Check, Readiness } from '../imagefile/spec.ts';
import type { Output } from '../llb/index.ts';
import type { Process } from '../plan/plan.ts';
import { commandLine } from './quote.ts';
import { inTree, type Site } from './site.ts';

/**
 * Runs a check in a tree, as the image's user, in its environment. What it writes is thrown away; the empty folder it
 * returns exists only if the check succeeded.
 */
export function gate(site: Site, tree: Output, check: Check, process: Process): Output {
  const run = inTree(site, tree, {
    name: `check ${checked(check)}`,
    args: ['/.mib/check', 'gate', ...checkArguments(check, process.stopSignal)],
    env: process.environment,
    cwd: process.workingDir,
    user: process.user,
    keep: false,
    mounts: [{ kind: 'bind', dest: '/.mib-passed', output: true }],
    at: [check.at],
  });
  return run.output('/.mib-passed');
}

/** The command that a check is about. */
export function checked(check: Check): string {
  return commandLine(check.kind === 'run' ? check.run : check.start);
}

/** The words src/steps/check.sh takes, after those that say why it runs. */
export function checkArguments(check: Check, stopSignal: string): string[] {
  const timeout = String(check.timeout);
  if (check.kind === 'run') return ['run', timeout, commandLine(check.run)];
  const probe = check.run === undefined ? [] : [commandLine(check.run)];
  return ['start', timeout, stopSignal, readyWord(check.ready), commandLine(check.start), ...probe];
}

function readyWord(ready: Readiness): string {
  switch (ready.kind) {
    case 'http':
      return ready.url;
    case 'tcp':
      return `tcp://${ready.host}:${ready.port}`;
    case 'unix':
      return `unix://${ready.path}`;
    case 'command':
      return commandLine(ready.argv);
  }
}

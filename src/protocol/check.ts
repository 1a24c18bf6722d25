import type { Readiness, StartedCheck } from '../imagefile/spec.ts';
import { commandLine } from '../imagefile/values/quote.ts';

/** Factor on a check's timeout under emulation. The user gives the timeout for native programs. */
const EMULATED = 5;

/** Returns the command that a check tests. */
export function checked(check: StartedCheck): string {
  return commandLine(check.kind === 'run' ? check.run : check.start);
}

/** CheckSettings are the settings of a check that come from its surroundings. */
export interface CheckSettings {
  readonly isEmulated: boolean;
  readonly stopSignal: string;
}

/** Returns the arguments of src/steps/check.sh after the first ones, which say why it runs. */
export function checkArguments(check: StartedCheck, { isEmulated, stopSignal }: CheckSettings): string[] {
  const timeout = String(check.timeout * (isEmulated ? EMULATED : 1));
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
    case 'log':
      return `log:${ready.expression}`;
  }
}

import type { Readiness, StartedCheck } from '../imagefile/spec.ts';
import { commandLine } from '../imagefile/values/quote.ts';
import type { Process } from '../plan/config.ts';
import type { CompileContext } from './context.ts';

/** How many times longer a check may take where it is emulated; the time that is said is for the machine's own programs. */
const EMULATED = 5;

/** The command that a check is about. */
export function checked(check: StartedCheck): string {
  return commandLine(check.kind === 'run' ? check.run : check.start);
}

/** The words src/steps/check.sh takes, after those that say why it runs. */
export function checkArguments(
  { standIns }: Pick<CompileContext, 'standIns'>,
  check: StartedCheck,
  { stopSignal }: Pick<Process, 'stopSignal'>,
): string[] {
  const timeout = String(check.timeout * (standIns === undefined ? 1 : EMULATED));
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

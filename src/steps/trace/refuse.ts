import { UnreadableTrace } from '../../trace/line.ts';
import { say } from '../say.ts';

/** Says that the trace of a check cannot be read. @throws the error if it is another one */
export function refuseTrace(command: string, error: unknown): void {
  if (!(error instanceof UnreadableTrace)) throw error;
  say(`the trace of ${command}: ${error.message} [unreadable-trace]`);
}

import { nearest } from '../text/nearest.ts';
import { didYouMean, type Problem, problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';

/** Syntax of a signal: a name or a number. `isSignal` checks that the name exists. */
export const SIGNAL: RegExp = /^(?:(?:SIG)?[A-Z][A-Z0-9]*(?:[+-][0-9]{1,2})?|[0-9]{1,2})$/;

/** signal(7); Docker takes these with and without SIG. */
const SIGNALS =
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'.split(
    ' ',
  );

export function isSignal(signal: string): boolean {
  if (/^[0-9]+$/.test(signal)) return Number(signal) >= 1 && Number(signal) <= 64;
  const name = signal.replace(/^SIG/, '');
  const realTime = /^RT(?:MIN\+(1[0-5]|[0-9])|MAX-(1[0-4]|[0-9]))$/.test(name);
  return realTime || SIGNALS.includes(name);
}

export function explainSignal(signal: string): Problem {
  const meant = nearest(signal.toUpperCase().replace(/^SIG/, ''), SIGNALS);
  const message = `stop_signal ${quote(signal)} is not a signal`;
  return problem(
    'invalid-value',
    message,
    meant === undefined ? 'for example SIGTERM or SIGQUIT' : didYouMean(`SIG${meant}`),
  );
}

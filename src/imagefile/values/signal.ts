import { nearest } from '../text/nearest.ts';
import { didYouMean, type Problem, problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';

/** signal(7); Docker takes these with and without SIG. */
const SIGNALS =
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'.split(
    ' ',
  );

const REAL_TIME = 'RTMIN\\+(?:1[0-5]|[0-9])|RTMAX-(?:1[0-4]|[0-9])';
const NUMBER = '0?[1-9]|[1-5][0-9]|6[0-4]';

/** A signal by its name or number. The pattern lists all of them, so that the JSON Schema refuses others as well. */
export const SIGNAL: RegExp = new RegExp(`^(?:(?:SIG)?(?:${SIGNALS.join('|')}|${REAL_TIME})|${NUMBER})$`);

export function explainSignal(signal: string): Problem {
  const meant = nearest(signal.toUpperCase().replace(/^SIG/, ''), SIGNALS);
  const message = `stop_signal ${quote(signal)} is not a signal`;
  return problem(
    'invalid-value',
    message,
    meant === undefined ? 'for example SIGTERM or SIGQUIT' : didYouMean(`SIG${meant}`),
  );
}

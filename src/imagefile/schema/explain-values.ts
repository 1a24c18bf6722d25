import { nearest } from '../text/nearest.ts';
import { didYouMean, type Problem, problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';
import { SNAPSHOT, VARIABLE } from '../values/syntax.ts';

/** Explains why a mode is refused. The fix also suits a mode written as a number. */
export function explainMode(mode: string): Problem {
  const digits = mode.replace(/^0o?/, '');
  const message = `mode ${quote(mode)} must be three or four octal digits`;
  if (/^[0-7]{1,4}$/.test(digits)) {
    return problem('invalid-value', message, `write mode: "${digits.padStart(4, '0')}"`);
  }
  const symbolic = /[rwx+=]/.test(mode);
  return problem(
    'invalid-value',
    message,
    symbolic
      ? 'write it in digits, such as "0755" for rwxr-xr-x'
      : 'write "0644" for a file to read, "0755" for a program',
  );
}

export function explainMirror(url: string, subject = 'mirror'): Problem {
  const what = `${subject} ${quote(url)}`;
  const fault = (rule: string, fix?: string): Problem => problem('invalid-value', `${what} ${rule}`, fix);
  if (/^https?:\/\/[^/]*@/.test(url)) {
    // The URL would go into the provenance of every image.
    return problem(
      'invalid-value',
      `${subject} must not contain a user name or password`,
      'remove the part before "@"',
    );
  }
  if (/[?#]/.test(url)) {
    return fault('must not have a query or a fragment', `write ${quote(url.replace(/[?#].*$/s, ''))}`);
  }
  if (/^[a-z0-9.-]+\.[a-z]{2,}(?:[/:]|$)/.test(url)) {
    return fault('must be an http or https URL', `write ${quote(`http://${url}`)}`);
  }
  return fault('must be an http or https URL', 'for example http://mirror.example/debian');
}

/** Explains why a snapshot time is refused. Understands the form in snapshot archive URLs, `20260101T000000Z`. */
export function explainSnapshot(time: string): Problem {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d):?(\d\d)Z?)?$/.exec(time) ?? [];
  const message = `snapshot ${quote(time)} must be a UTC time to the second`;
  if (year === undefined) return problem('invalid-value', message, 'for example 2026-01-01T00:00:00Z');
  const meant = `${year}-${month}-${day}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}Z`;
  return problem(
    'invalid-value',
    message,
    SNAPSHOT.test(meant) ? `write ${quote(meant)}` : 'for example 2026-01-01T00:00:00Z',
  );
}

/** Explains why the name of a variable, or a line `NAME=value`, is refused. */
export function explainVariable(line: string): Problem {
  const equals = line.indexOf('=');
  const name = equals === -1 ? line : line.slice(0, equals);
  if (VARIABLE.test(name)) {
    const message = `variable ${quote(line)} has no value, and mib takes none from its environment`;
    return problem('invalid-value', message, `write "${name}=value"`);
  }
  const rule = 'must consist of letters, digits and "_", not beginning with a digit';
  const mended = name.trim().replace(/[^A-Za-z0-9_]/g, '_');
  const fix = VARIABLE.test(mended) ? `write ${quote(mended + line.slice(name.length))}` : undefined;
  return problem('invalid-value', `variable ${quote(name)} ${rule}`, fix);
}

export function explainPort(port: string): Problem {
  const published = /^(?:[0-9.]+:)?[0-9]+:([0-9]+(?:\/[a-z]+)?)$/.exec(port)?.[1];
  if (published !== undefined) {
    const message = `port ${quote(port)} names a host port, which only docker run can set`;
    return problem('invalid-value', message, `write "${published}"`);
  }
  const [number = '', protocol] = port.split('/');
  const message = `port ${quote(port)} must be from 1 to 65535, optionally with /tcp, /udp or /sctp`;
  const meant = protocol === undefined ? undefined : nearest(protocol, ['tcp', 'udp', 'sctp']);
  return problem(
    'invalid-value',
    message,
    meant === undefined || !/^[0-9-]+$/.test(number)
      ? 'for example 8080/tcp'
      : didYouMean(`${number}/${meant}`),
  );
}

const LEVELS: Readonly<Record<string, string>> = {
  all: 'files',
  file: 'files',
  module: 'modules',
  package: 'packages',
  no: 'none',
  off: 'none',
  false: 'none',
};

export function explainPrune(level: string): Problem {
  const known = ['files', 'modules', 'packages', 'none'];
  const meant = Object.hasOwn(LEVELS, level) ? LEVELS[level] : nearest(level, known);
  const message = `prune ${quote(level)} must be files, modules, packages or none`;
  return problem('invalid-value', message, meant === undefined ? undefined : didYouMean(meant));
}

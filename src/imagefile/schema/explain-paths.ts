import { nearest } from '../text/nearest.ts';
import { type Problem, problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';

const CONTROL = /\p{Cc}/u;

const climbs = (path: string): boolean => path.split('/').includes('..');

/** Resolves `..` within the path; a `..` above its start is dropped. */
function resolved(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '.' && part !== '') kept.push(part);
  }
  return `${path.startsWith('/') ? '/' : ''}${kept.join('/')}`;
}

/** Explains why a path of the image is refused. */
function explainAbsolute(
  subject: string,
  path: string,
  relative: 'invalid-value' | 'unsafe-path' = 'invalid-value',
): Problem {
  const what = `${subject} ${quote(path)}`;
  if (path === '') return problem('invalid-value', `${subject} is empty`);
  if (CONTROL.test(path)) return problem('unsafe-path', `${what} contains a control character`);
  if (!path.startsWith('/')) {
    const fix = path.startsWith('~') || climbs(path) ? undefined : `write ${quote(`/${resolved(path)}`)}`;
    return problem(relative, `${what} must be an absolute path`, fix);
  }
  return problem('unsafe-path', `${what} must not contain ".."`, `write ${quote(resolved(path))}`);
}

/** Returns the wording of a key whose value is an absolute path. */
export function absolute(subject: string, example: string) {
  return {
    subject,
    expects: 'an absolute path',
    example,
    explain: (value: string) => explainAbsolute(subject, value),
  };
}

/** Explains why the home folder of an account is refused. */
export function explainHome(path: string): Problem {
  if (!/^\/[^:]*:/.test(path)) return explainAbsolute('home', path);
  const message = `home ${quote(path)} contains ":", which separates the fields of /etc/passwd`;
  return problem('invalid-value', message, 'name another folder');
}

export function explainTarget(path: string): Problem {
  return explainAbsolute('target', path, 'unsafe-path');
}

/** Explains why a path of the build context is refused. */
export function explainFrom(path: string): Problem {
  const what = `source ${quote(path)}`;
  if (path === '') {
    return problem('invalid-value', 'source is empty', 'write "." for the whole build context');
  }
  if (CONTROL.test(path)) return problem('unsafe-path', `${what} contains a control character`);
  if (climbs(path)) {
    return problem(
      'unsafe-path',
      `${what} leaves the build context`,
      'put the file into the context, or build from a folder further up',
    );
  }
  const inside = resolved(path).replace(/^\/+/, '');
  return problem(
    'unsafe-path',
    `${what} must be relative to the build context`,
    `write ${quote(inside === '' ? '.' : inside)}`,
  );
}

/** Explains why a line of `keep` or `drop` is refused. */
export function explainGlob(glob: string): Problem {
  const what = `pattern ${quote(glob)}`;
  if (glob.startsWith('pkg:')) {
    return problem('invalid-value', `${what} has no valid package name after "pkg:"`);
  }
  if (/^[a-z]+:/.test(glob)) {
    const [kind = ''] = glob.split(':');
    const fix =
      nearest(kind, ['pkg', 'package']) === undefined
        ? undefined
        : `write ${quote(`pkg:${glob.slice(kind.length + 1)}`)}`;
    return problem('invalid-value', `${what} must begin with "/" or "pkg:"`, fix);
  }
  if (glob.startsWith('/') || glob === '') return explainAbsolute('pattern', glob);
  if (glob.startsWith('~') || climbs(glob)) {
    return problem('invalid-value', `${what} must begin with "/" or "pkg:"`);
  }
  const whole = glob.startsWith('*') ? `/${glob.startsWith('**/') ? '' : '**/'}${glob}` : `/${glob}`;
  return problem('invalid-value', `${what} must begin with "/" or "pkg:"`, `write ${quote(whole)}`);
}

/** Explains why a line of `volumes` is refused; Compose's `source:target` is the usual reason. */
export function explainVolume(value: string): Problem {
  const inside = /^[^:]*:(\/[^:]*)(?::[a-z,]+)?$/.exec(value)?.[1];
  if (inside === undefined) return explainAbsolute('volume', value);
  const message = `volume ${quote(value)} names its source, which only docker run can set`;
  return problem('invalid-value', message, `write ${quote(inside)}`);
}

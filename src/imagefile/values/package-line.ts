import type { PackageRequest } from '../spec.ts';
import type { Code } from '../text/diagnostic.ts';
import { type Problem, problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';
import { debianName } from './platforms.ts';
import { PACKAGE, PACKAGE_NAME, PACKAGE_VERSION, SUITE } from './syntax.ts';

/** Parses a line of `packages:` that matches the schema. The result has no place. */
export function parsePackage(line: string): Omit<PackageRequest, 'at'> | Problem {
  const [, minus = '', name = '', version, suite, list] =
    /^(-?)([^=/[]+)(?:=([^[]+)|\/([^[]+))?(?:\[([^\]]*)\])?$/.exec(line) ?? [];
  const architectures: string[] = [];
  for (const platform of list?.split(' ') ?? []) {
    const debian = debianName(platform);
    if (typeof debian !== 'string') return debian;
    architectures.push(debian);
  }
  return {
    name,
    exclude: minus === '-',
    ...(version === undefined ? {} : { version }),
    ...(suite === undefined ? {} : { suite }),
    architectures: [...new Set(architectures)].sort(),
  };
}

/** LineFault is an error in a line, with the line that was probably meant, or advice. */
interface LineFault {
  readonly what: string;
  readonly meant?: string;
  readonly advice?: string;
  readonly code?: Code;
}

/** Explains the first error in a line of `packages:`. */
export function explainPackage(line: string): Problem {
  if (line.trim() === '') return problem('invalid-value', 'a package name is empty', 'remove the line');
  const bracket = line.indexOf('[');
  const front = bracket === -1 ? line : line.slice(0, bracket);
  const back = bracket === -1 ? '' : line.slice(bracket);
  const {
    what,
    meant,
    advice,
    code = 'invalid-value',
  } = variableFault(line) ??
  spaceFault(line, front, back) ??
  operatorFault(front, back) ??
  partFault(front, back);
  const fix = meant !== undefined && PACKAGE.test(meant) ? `write ${quote(meant)}` : advice;
  return problem(code, `package ${quote(line)} ${what}`, fix);
}

function variableFault(line: string): LineFault | undefined {
  const [, name] = /\$([A-Za-z_][A-Za-z0-9_]*)/.exec(line) ?? [];
  if (name === undefined) return undefined;
  return {
    what: `contains ${quote(`$${name}`)}`,
    advice: `for an argument of "args", write ${quote(`\${${name}}`)}`,
  };
}

function spaceFault(line: string, front: string, back: string): LineFault | undefined {
  if (!/\s/.test(front)) return undefined;
  if (PACKAGE.test(line.trim())) return { what: 'has spaces around it', meant: line.trim() };
  // "nginx curl" is two packages, "nginx = 1.26" and "nginx [arm64]" are one.
  const one = /^\s*-?[^\s=]+\s*=|\s$/.test(front);
  const advice = 'write one package per line';
  return one
    ? { what: 'contains a space', meant: front.replace(/\s+/g, '') + back, advice }
    : { what: 'contains a space', advice };
}

function operatorFault(front: string, back: string): LineFault | undefined {
  const [, name = '', operator, version = ''] =
    /^([^=<>~!^]+?)(==|>=|<=|~=|!=|[<>^~]|=[<>^~])(.*)$/.exec(front) ?? [];
  if (operator === '==') return { what: 'has one "=" too many', meant: `${name}=${version}${back}` };
  if (operator !== undefined) {
    const what = 'asks for a range of versions, but apt can only pin an exact one';
    return { what, advice: `write ${quote(`${name}=VERSION`)} or just ${quote(name)}` };
  }
  if (!front.startsWith('-') || !/[=/]/.test(front)) return undefined;
  const what = 'excludes a package, so it cannot have a version or a suite';
  return { what, meant: `${front.split(/[=/]/)[0]}${back}` };
}

function partFault(front: string, back: string): LineFault {
  const [, minus = '', name = '', separator = '', rest = ''] = /^(-?)([^=/]*)([=/]?)(.*)$/s.exec(front) ?? [];
  if (name.includes('*') || name.includes('?')) {
    return { what: 'is a pattern, but packages are named one by one', advice: 'write the names out' };
  }
  if (name.includes(':')) {
    const [plain = '', architecture = ''] = name.split(':');
    const meant = `${plain}[${architecture}]`;
    return {
      what: 'names an architecture after ":"',
      advice: `write ${quote(meant)} to install it on that platform only`,
    };
  }
  if (!PACKAGE_NAME.test(name)) {
    const mended = name.toLowerCase().replaceAll('_', '-');
    const what =
      'is not a package name: two or more of a-z, 0-9, "+", "-" and ".", beginning with a letter or digit';
    return { what, meant: minus + mended + separator + rest + back };
  }
  if (separator === '=' && !PACKAGE_VERSION.test(rest)) return versionFault(name, rest, back);
  if (separator === '/' && !SUITE.test(rest)) {
    return {
      what: 'has no valid suite name after "/"',
      meant: name + separator + rest.toLowerCase() + back,
    };
  }
  if (back.includes(',')) {
    return { what: 'separates its platforms with commas', meant: front + back.replace(/\s*,\s*/g, ' ') };
  }
  const platforms = back.replace(/[[\]]/g, ' ').trim().split(/\s+/).join(' ');
  const meant = `${front}[${platforms === '' ? 'amd64 arm64' : platforms}]`;
  return { what: 'has no valid list of platforms', meant };
}

function versionFault(name: string, version: string, back: string): LineFault {
  if (version === '') return { what: 'has no version after "="', meant: name + back };
  const advice = `write the whole version, or just ${quote(name + back)} for the newest`;
  if (version.includes('*')) {
    return { what: 'has a pattern for a version, but only an exact one is the same tomorrow', advice };
  }
  const rule = 'a digit, then letters, digits, ".", "+", "-", "~" and ":"';
  return { what: `has no valid version after "=": ${rule}`, advice };
}

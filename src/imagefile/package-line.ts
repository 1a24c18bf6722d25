import { debianName } from './platforms.ts';
import { type Problem, problem } from './problem.ts';
import type { PackageRequest } from './spec.ts';
import { PACKAGE, PACKAGE_NAME, PACKAGE_VERSION } from './syntax.ts';
import { quote } from './tree.ts';

/** The request that a line of `packages:` stands for, which the schema has passed; without its place. */
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

/** Why a line of `packages:` is not one, by the first thing that is wrong with it. */
export function explainPackage(line: string): Problem {
  const subject = `package ${quote(line)}`;
  const invalid = (what: string, fix?: string): Problem =>
    problem('invalid-value', `${subject} ${what}`, fix);
  if (line.trim() === '') return problem('invalid-value', 'a package name is empty', 'remove the line');
  if (/\$\{?[A-Za-z_]/.test(line)) {
    const fix = 'write the name out';
    return problem(
      'not-supported-yet',
      `${subject} has a variable in it, and variables are not supported yet`,
      fix,
    );
  }
  const bracket = line.indexOf('[');
  const front = bracket === -1 ? line : line.slice(0, bracket);
  const back = bracket === -1 ? '' : line.slice(bracket);
  if (/\s/.test(front)) return explainSpace(line, front, back);
  const range = /^(-?)([^=<>~!^[]+?)(==|>=|<=|~=|!=|[<>^~]|=[<>^~])(.*)$/.exec(front);
  if (range !== null) {
    const [, , name, operator, version] = range;
    if (operator === '==')
      return invalid('has one "=" too many', `write ${quote(`${name}=${version}${back}`)}`);
    return invalid(
      'asks for a range of versions, and apt can pin an exact one only',
      `write ${quote(`${name}=VERSION`)} or just ${quote(name ?? '')}`,
    );
  }
  if (front.startsWith('-') && /[=/]/.test(front)) {
    return invalid(
      'keeps a package out, so it can have neither version nor suite',
      `write ${quote(front.split(/[=/]/)[0] + back)}`,
    );
  }
  return explainParts(front, back, invalid);
}

function explainSpace(line: string, front: string, back: string): Problem {
  const trimmed = line.trim();
  if (PACKAGE.test(trimmed)) {
    return problem('invalid-value', `package ${quote(line)} has spaces around it`, `write ${quote(trimmed)}`);
  }
  const joined = front.replace(/\s+/g, '') + back;
  if (/^\s*-?[^\s=]+\s*=|\s$/.test(front) && PACKAGE.test(joined)) {
    return problem('invalid-value', `package ${quote(line)} has a space in it`, `write ${quote(joined)}`);
  }
  return problem('invalid-value', `package ${quote(line)} has a space in it`, 'write one package a line');
}

function explainParts(
  front: string,
  back: string,
  invalid: (what: string, fix?: string) => Problem,
): Problem {
  const [, minus = '', name = '', separator = '', rest = ''] = /^(-?)([^=/]*)([=/]?)(.*)$/s.exec(front) ?? [];
  if (name.includes('*') || name.includes('?'))
    return invalid('is a pattern, and packages are named one by one', 'write the names out');
  if (name.includes(':')) {
    const [plain = '', architecture = ''] = name.split(':');
    return invalid(
      'names an architecture after ":"',
      `write ${quote(`${plain}[${architecture}]`)} to install it on that platform only`,
    );
  }
  if (!PACKAGE_NAME.test(name)) {
    const mended = name.toLowerCase().replaceAll('_', '-');
    const fix = PACKAGE_NAME.test(mended)
      ? `write ${quote(minus + mended + separator + rest + back)}`
      : undefined;
    return invalid(
      'is not a package name: two or more of a-z, 0-9, "+", "-" and ".", a letter or digit first',
      fix,
    );
  }
  if (separator === '=' && !PACKAGE_VERSION.test(rest)) {
    if (rest === '') return invalid('has no version after "="', `write ${quote(name + back)} for the newest`);
    if (rest.includes('*'))
      return invalid('has a pattern for a version, and only an exact one is reproducible');
    return invalid(
      `has no valid version: ${quote(rest)} must start with a digit and hold letters, digits, ".", "+", "-", "~" and ":" only`,
    );
  }
  if (separator === '/' && back === '') return invalid('has no valid name of a suite after "/"');
  if (back.includes(',')) {
    return invalid(
      'separates its platforms by commas',
      `write ${quote(front + back.replace(/\s*,\s*/g, ' '))}`,
    );
  }
  const platforms = back.replace(/[[\]]/g, ' ').trim().split(/\s+/).join(' ');
  return invalid(
    'has no valid list of platforms',
    `write ${quote(`${front}[${platforms === '' ? 'amd64 arm64' : platforms}]`)}`,
  );
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseImagefile } from '../imagefile/parse.ts';
import { findDirective, readSettings } from './directive.ts';
import { lint } from './lint.ts';
import { ruleNames } from './names.ts';
import type { Subject } from './rule.ts';
import { RULES } from './rules/index.ts';

function found(
  text: string,
  given: Readonly<Record<string, string>> = {},
  skip: 'all' | readonly string[] = [],
) {
  const args = new Map(Object.entries(given));
  const parsed = parseImagefile(text, args);
  expect(parsed.diagnostics).toEqual([]);
  const { written, args: declared } = parsed;
  const subjects = [parsed, ...(parsed.targets?.values() ?? [])].map(
    ({ spec, tree }) => ({ spec, tree, written, args: declared, given: args }) as Subject,
  );
  return lint(subjects, { skip, isError: false }).map(({ rule, detail, at }) => ({
    rule,
    detail,
    text: at && text.slice(at.start, at.end),
  }));
}

describe('docs/lint.md', () => {
  const document = readFileSync(new URL('../../docs/lint.md', import.meta.url), 'utf8');
  const sections = document.split(/^## /m).slice(1);

  test('has a section for every rule, in the order of their names', () => {
    expect(sections.map((section) => section.split('\n')[0])).toEqual(ruleNames());
  });

  const examples = sections.flatMap((section) => {
    const [rule = ''] = section.split('\n');
    const shown = section.matchAll(/^(Bad|Good):\n\n```yaml\n(.*?)```/gms);
    return [...shown].map(([, kind, yaml = '']) => ({ rule, kind, yaml }));
  });

  test.each(examples)('$rule: the example under $kind', ({ rule, kind, yaml }) => {
    // What only the tree shows, `src/prune/audit/audit.test.ts` and `test/e2e/audit.test.ts` try.
    const isShown = kind === 'Bad' && RULES.some(({ name }) => name === rule);
    expect(found(yaml).map((each) => each.rule)).toEqual(isShown ? [rule] : []);
  });
});

const SOUND = 'entry: /bin/app\ncheck: [app work]\n';

/** A program of the image that is built from a repository. */
const GIT = (source: string) =>
  `build: [{name: app, source: {git: https://git.example/app.git${source}}, run: [make], output: [{app: /bin/app}]}]\n`;

describe('a finding', () => {
  test.each([
    [
      GIT(''),
      'unpinned-source',
      'the default branch of https://git.example/app.git has no "commit" beside it',
      '{git: https://git.example/app.git}',
    ],
    [
      GIT(', ref: main'),
      'unpinned-source',
      '"main" of https://git.example/app.git has no "commit" beside it',
      '{git: https://git.example/app.git, ref: main}',
    ],
    ['user: "0:5"', 'root-user', 'the program runs as root, with "user: 0:5"', '"0:5"'],
    [
      'environment: [API_KEY=x, KEY_ID=y]',
      'secret-value',
      '"API_KEY" in "environment" looks like a secret',
      'API_KEY=x',
    ],
    [
      'environment: {A: "AKIAABCDEFGHIJKLMNOP"}',
      'secret-value',
      '"A" in "environment" looks like a secret',
      'A',
    ],
    [
      'files: [{to: /a, text: a, mode: "2755"}]',
      'setuid-file',
      '/a becomes a setgid file',
      '{to: /a, text: a, mode: "2755"}',
    ],
    ['args: [A=1]', 'unused-arg', 'argument "A" is declared but not used', 'A=1'],
  ])('%s', (line, rule, detail, text) => {
    expect(found(`${SOUND}${line}\n`)).toEqual([{ rule, detail, text }]);
  });

  test('of a target counts, and what it shares with others is said once', () => {
    const text = `${SOUND}user: root\ntargets:\n  other: {entry: /bin/other}\n`;
    expect(found(text).map(({ rule, text }) => [rule, text])).toEqual([
      ['root-user', 'root'],
      ['no-check', '/bin/other'],
    ]);
  });

  test('is not made of what is none', () => {
    const lines = 'environment: {SECRET_FILE: /run/x, TOKEN: "", PASSAGE: x}\n';
    expect(found(`${SOUND}${lines}`)).toEqual([]);
    expect(found('user: root\nprune: none\n')).toEqual([]);
    expect(found('entry: /bin/app\ncheck: [app -V, app work]\n')).toEqual([]);
  });
});

describe('a build argument', () => {
  test('that nothing declares is named, with what may be meant', () => {
    const text = `${SOUND}args: [FLAVOR=a]\nlabels: {a: "\${FLAVOR}"}\n`;
    expect(found(text, { FLAVOUR: 'x', ZZZ: 'y' }).map(({ detail }) => detail)).toEqual([
      '"args" does not declare the build argument "FLAVOUR": did you mean "FLAVOR"?',
      '"args" does not declare the build argument "ZZZ"',
    ]);
  });

  test.each([
    'SOURCE_DATE_EPOCH',
    'http_proxy',
    'NO_PROXY',
    'BUILDKIT_SYNTAX',
    'MIB_MIRROR',
    'explain',
    'TARGETARCH',
  ])('%s is known', (name) => expect(found(SOUND, { [name]: 'x' })).toEqual([]));
});

describe('a directive', () => {
  test('stands among the first comments', () => {
    const text = '\ufeff# syntax=mib/frontend\r\n# check = skip=all \r\nentry: /a\n';
    expect(findDirective(text)?.value).toBe('skip=all');
    expect(text.slice(findDirective(text)?.at.start).startsWith('# check')).toBe(true);
    expect(findDirective('# syntax=a\n\n# check=skip=all\n')).toBeUndefined();
    expect(findDirective('entry: /a\n# check=skip=all\n')).toBeUndefined();
  });

  test('turns rules off', () => {
    expect(found('entry: /bin/app\nuser: root\n', {}, ['no-check']).map(({ rule }) => rule)).toEqual([
      'root-user',
    ]);
    expect(found('entry: /bin/app\nuser: root\n', {}, 'all')).toEqual([]);
  });

  test.each([
    ['skip=all', { skip: 'all', isError: false }],
    ['error=true', { skip: [], isError: true }],
    ['skip=root-user, no-check ;error=true', { skip: ['root-user', 'no-check'], isError: true }],
  ])('%s', (text, settings) => expect(readSettings(text)).toEqual(settings));

  test.each([
    ['skip=rootuser', 'check skips "rootuser", which is not a rule', 'did you mean "root-user"?'],
    [
      'ignore=all',
      'check setting "ignore=all" must be skip=NAME,NAME, skip=all or error=true',
      'for example # check=skip=root-user;error=true',
    ],
  ])('%s is refused', (text, message, fix) => {
    expect(readSettings(text)).toEqual({ code: 'invalid-value', message, fix });
  });
});

test('a check that waits for a port below 1024 is told, unless the program may or the user is that of a base image', () => {
  const ports = (rest: string, ready: string) =>
    found(`entry: /bin/app\n${rest}check: [{ready: "${ready}"}]\n`)
      .filter(({ rule }) => rule === 'privileged-port')
      .map(({ detail }) => detail);
  const told = (port: number) => [`in a check, the user nonroot cannot open port ${port}`];
  expect(ports('', 'http://127.0.0.1/')).toEqual(told(80));
  expect(ports('', 'https://127.0.0.1/x')).toEqual(told(443));
  expect(ports('', 'tcp://127.0.0.1:1023')).toEqual(told(1023));
  expect(ports('', 'http://127.0.0.1:1024/')).toEqual([]);
  expect(ports('user: root\n', 'http://127.0.0.1/')).toEqual([]);
  expect(ports('from: shop\n', 'http://127.0.0.1/')).toEqual([]);
  expect(ports('run: [setcap cap_net_bind_service=+ep /bin/app]\n', 'http://127.0.0.1/')).toEqual([]);
});

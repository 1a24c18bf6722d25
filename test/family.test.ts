import { describe, expect, test } from 'vitest';
import { type Answer, cascade, inOrder, matrix, readAnswer } from '../scripts/family.mjs';

const basedOn = (...names: readonly string[]) => ({
  contexts: Object.fromEntries([
    ...names.map((name) => [name, `target:${name}`]),
    ['published', 'docker-image://x'],
  ]),
});

/** base <- devops <- app and tool; nginx stands alone. */
const FAMILY = {
  app: basedOn('devops'),
  base: {},
  devops: basedOn('base'),
  nginx: {},
  tool: basedOn('base', 'devops'),
};

test('an image comes after all that it is built on, else by name', () => {
  expect(inOrder(FAMILY)).toEqual(['base', 'nginx', 'devops', 'app', 'tool']);
  expect(inOrder(Object.fromEntries(Object.entries(FAMILY).reverse()))).toEqual(inOrder(FAMILY));
});

test('an answer has what changed on any platform, another image below, and what it has of that', () => {
  const bash = { package: 'bash', old: '1', new: '2' };
  const platforms = [
    { changes: [bash, { package: 'sed', old: '3' }], base: { name: 'base', holds: ['libc6'] } },
    { changes: [bash, { package: 'tar', new: '4' }], base: { name: 'base', holds: ['sed'] }, below: 'base' },
  ];
  expect(readAnswer({ outdated: true, platforms })).toEqual({
    changed: [
      { name: 'bash', line: 'bash 1 -> 2' },
      { name: 'sed', line: 'sed 3 -> (none)' },
      { name: 'tar', line: 'tar (none) -> 4' },
    ],
    holds: new Map([['base', ['libc6', 'sed']]]),
    reason: 'bash 1 -> 2, sed 3 -> (none), tar (none) -> 4, the base image base has changed',
  });
  const whole = [...platforms, { changes: [], base: { name: 'base', holds: 'all' as const } }];
  expect(readAnswer({ outdated: true, platforms: whole }).holds?.get('base')).toBe('all');
  const same = { outdated: false, platforms: [{ changes: [] }] };
  expect(readAnswer(same)).toEqual({ changed: [], holds: new Map() });
});

describe('what is rebuilt', () => {
  const sed = { reason: 'sed 1 -> 2', changed: [{ name: 'sed', line: 'sed 1 -> 2' }] };
  const other = { reason: 'the base image base has changed', changed: [] };
  const holds = (context: string, held: 'all' | readonly string[]) => ({
    changed: [],
    holds: new Map([[context, held]]),
  });
  const whole = holds('base', 'all');
  const withSed = holds('base', ['libc6', 'sed']);
  const without = holds('base', ['libc6']);
  test.each([
    ['nothing, when nothing changed', { nginx: { changed: [] } }, []],
    ['an image that changed, alone', { nginx: sed }, ['nginx: sed 1 -> 2']],
    [
      'what has its layers',
      { base: sed, devops: whole, app: holds('devops', 'all'), tool: whole },
      ['base: sed 1 -> 2', 'devops: depends on base', 'app: depends on devops', 'tool: depends on base'],
    ],
    [
      'what holds the package that changed, and nothing else',
      { base: sed, devops: whole, app: holds('devops', ['libc6']), tool: withSed },
      ['base: sed 1 -> 2', 'devops: depends on base', 'tool: sed 1 -> 2 in base'],
    ],
    [
      'what holds it by way of another, and what copies from that',
      { base: sed, devops: withSed, app: holds('devops', ['sed']), tool: without },
      [
        'base: sed 1 -> 2',
        'devops: sed 1 -> 2 in base',
        'app: sed 1 -> 2 in devops',
        'tool: depends on devops',
      ],
    ],
    [
      'nothing pruned for layers without a package that changed',
      { base: other, devops: without, tool: whole },
      ['base: the base image base has changed', 'tool: depends on base'],
    ],
    [
      'what may be another in everything, for what copies from it, or was never published',
      { base: sed, app: holds('devops', ['libc6']), nginx: { reason: 'is not published yet' } },
      [
        'base: sed 1 -> 2',
        'nginx: is not published yet',
        'devops: depends on base',
        'app: depends on devops',
        'tool: depends on base',
      ],
    ],
    [
      'each once, with its own reason first',
      { base: sed, devops: whole, app: { ...holds('devops', 'all'), reason: 'tar 1 -> 2' } },
      ['base: sed 1 -> 2', 'devops: depends on base', 'app: tar 1 -> 2', 'tool: depends on base'],
    ],
  ])('%s', (_, answers: Readonly<Record<string, Answer>>, list) => {
    const found = cascade(FAMILY, new Map(Object.entries(answers)));
    expect(found.map(({ name, reason }) => `${name}: ${reason}`)).toEqual(list);
  });
});

test('a job of the matrix has what belongs together, in order', () => {
  expect(matrix(FAMILY, ['base', 'nginx', 'devops', 'tool'])).toEqual({
    include: [
      { name: 'nginx', targets: 'nginx' },
      { name: 'base', targets: 'base,devops,tool' },
    ],
  });
  expect(matrix(FAMILY, ['app', 'tool']).include).toHaveLength(2);
  expect(matrix(FAMILY, [])).toEqual({ include: [] });
});

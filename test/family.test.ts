import { describe, expect, test } from 'vitest';
import { cascade, inOrder, matrix, reasonIn } from '../scripts/family.mjs';

const upon = (...names: readonly string[]) => ({
  contexts: Object.fromEntries([
    ...names.map((name) => [name, `target:${name}`]),
    ['published', 'docker-image://x'],
  ]),
});

/** base <- devops <- app and tool; nginx stands alone. */
const FAMILY = {
  app: upon('devops'),
  base: {},
  devops: upon('base'),
  nginx: {},
  tool: upon('base', 'devops'),
};

test('an image comes after all that it is built upon, else by name', () => {
  expect(inOrder(FAMILY)).toEqual(['base', 'nginx', 'devops', 'app', 'tool']);
  expect(inOrder(Object.fromEntries(Object.entries(FAMILY).reverse()))).toEqual(inOrder(FAMILY));
});

test('the reason is what changed on any platform, and another image below', () => {
  const bash = { package: 'bash', old: '1', new: '2' };
  const platforms = [
    { changes: [bash, { package: 'sed', old: '3' }] },
    { changes: [bash, { package: 'tar', new: '4' }], below: 'base' },
  ];
  expect(reasonIn({ platforms })).toBe(
    'bash 1 -> 2, sed 3 -> (none), tar (none) -> 4, another base is published',
  );
});

describe('what is rebuilt', () => {
  test.each([
    ['nothing, when nothing changed', [], []],
    ['an image that changed, alone', ['nginx'], ['nginx: changed']],
    [
      'what is built upon it',
      ['devops'],
      ['devops: changed', 'app: is built upon devops', 'tool: is built upon devops'],
    ],
    [
      'each once, with its own reason first',
      ['app', 'base'],
      ['base: changed', 'devops: is built upon base', 'app: changed', 'tool: is built upon base'],
    ],
  ])('%s', (_, changed, list) => {
    const own = new Map(changed.map((name) => [name, 'changed']));
    expect(cascade(FAMILY, own).map(({ name, reason }) => `${name}: ${reason}`)).toEqual(list);
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

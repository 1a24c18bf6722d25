import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folder, link, memoryTree } from '../../test/support/prune/memory-tree.ts';
import { expand, literalPrefix, matcher } from './glob.ts';
import { resolverOf } from './resolver.ts';

const tree = memoryTree({
  '/bin': link('usr/bin'),
  '/usr/bin/sh': link('dash'),
  '/usr/bin/dash': '',
  '/usr/lib/a/x.so': '',
  '/usr/lib/a/b/y.so.1': '',
  '/usr/lib/.hidden/z.so': '',
  '/usr/lib/loop': link('.'),
  '/var/empty': folder(),
});
const all = (pattern: string) => [...expand(tree, resolverOf(tree), pattern)].sort();

describe('expand', () => {
  test.each([
    ['/usr/bin/dash', ['/usr/bin/dash']],
    ['/bin/sh', ['/bin/sh']],
    ['/bin/*', ['/bin/dash', '/bin/sh']],
    ['/usr/lib/*/*.so', ['/usr/lib/.hidden/z.so', '/usr/lib/a/x.so']],
    ['/usr/lib/**/*.so*', ['/usr/lib/.hidden/z.so', '/usr/lib/a/b/y.so.1', '/usr/lib/a/x.so']],
    ['/usr/lib/a/**', ['/usr/lib/a', '/usr/lib/a/b', '/usr/lib/a/b/y.so.1', '/usr/lib/a/x.so']],
    ['/usr/lib/a/**/b', ['/usr/lib/a/b']],
    ['/usr/{bin,lib/a}/{dash,x.so}', ['/usr/bin/dash', '/usr/lib/a/x.so']],
    ['/usr/bin/[a-d]?sh', ['/usr/bin/dash']],
    ['/usr/bin/[!a-d]*', ['/usr/bin/sh']],
    ['/var/empty/**', ['/var/empty']],
    ['/nowhere/**', []],
    ['/usr/bin/[z-a]', []],
    ['/usr/bin/dash/x', []],
  ])('%s', (pattern, paths) => {
    expect(all(pattern)).toEqual(paths);
  });
});

describe('matcher', () => {
  test.each([
    ['/etc/*', '/etc/a', true],
    ['/etc/*', '/etc/a/b', false],
    ['/etc/**', '/etc/a/b', true],
    ['/etc/**', '/etc', true],
    ['/etc/**', '/etcetera', false],
    ['/**/x', '/x', true],
    ['/**/x', '/a/b/x', true],
    ['/a.b', '/aXb', false],
    ['/{a,b}/c', '/b/c', true],
    ['/a\\*', '/a*', true],
    ['/a(b', '/a(b', true],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(matcher([pattern])(path)).toBe(expected);
  });

  test('below a folder', () => {
    const matches = matcher(['/a/*'], { recursive: true });
    expect(['/a', '/a/b', '/a/b/c', '/ab'].map(matches)).toEqual([false, true, true, false]);
  });

  test('no pattern matches nothing', () => {
    expect(matcher([])('/')).toBe(false);
  });
});

test('literalPrefix', () => {
  expect(literalPrefix('/bin/s*/x')).toEqual({ prefix: '/bin', rest: '/s*/x' });
  expect(literalPrefix('/bin/sh')).toEqual({ prefix: '/bin/sh', rest: '' });
  expect(literalPrefix('/**')).toEqual({ prefix: '/', rest: '/**' });
});

describe('many wildcards', () => {
  test('mean the same as a search by trial', () => {
    const part = fc.constantFrom('a', 'b', 'ab', '*', '**', 'a*', '*b', 'a*b*', '?', '*a*b');
    const name = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }),
        fc.array(name, { minLength: 1, maxLength: 6 }),
        (parts, names) => {
          const expected = parts.length > 0 && byTrial(parts, names);
          expect(matcher([`/${parts.join('/')}`])(`/${names.join('/')}`)).toBe(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('cost a step for each folder, not for each way to it', () => {
    const path = `${'/d'.repeat(24)}/file`;
    let reads = 0;
    const deep = memoryTree({ [path]: '' });
    const counted = {
      ...deep,
      readdir: (folder: string) => {
        reads++;
        return deep.readdir(folder);
      },
    };
    expect([...expand(counted, resolverOf(deep), `${'/**'.repeat(12)}/file`)]).toEqual([path]);
    expect(reads).toBeLessThan(25 * 14);
  });

  test('find no match as fast as one', () => {
    expect(matcher([`/${'*a'.repeat(20)}b`])(`/${'a'.repeat(255)}`)).toBe(false);
    expect(matcher([`${'/**/a*'.repeat(20)}/b`])('/a'.repeat(120))).toBe(false);
  });
});

/** Reports whether components match, by trying every length of each `*` and `**`. */
function byTrial([part, ...parts]: readonly string[], names: readonly string[]): boolean {
  if (part === undefined) return names.length === 0;
  const [name, ...rest] = names;
  if (part === '**') return byTrial(parts, names) || (name !== undefined && byTrial([part, ...parts], rest));
  return name !== undefined && nameByTrial(part, name) && byTrial(parts, rest);
}

function nameByTrial(part: string, name: string): boolean {
  if (part === '') return name === '';
  if (part[0] !== '*')
    return (
      (part[0] === name[0] || (part[0] === '?' && name !== '')) && nameByTrial(part.slice(1), name.slice(1))
    );
  return nameByTrial(part.slice(1), name) || (name !== '' && nameByTrial(part, name.slice(1)));
}

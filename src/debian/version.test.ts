import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareVersions } from './version.ts';

const sign = (number: number): string => (number < 0 ? 'lt' : number > 0 ? 'gt' : 'eq');

describe('comparison of versions', () => {
  test.each([
    ['1.0', '1.0', 'eq'],
    ['1.0', '1.1', 'lt'],
    ['1.9', '1.10', 'lt'],
    ['1.0~rc1', '1.0', 'lt'],
    ['1.0~~', '1.0~', 'lt'],
    ['1:0.9', '1.0', 'gt'],
    ['1.0-1', '1.0', 'gt'],
    ['1.0-0', '1.0', 'eq'],
    ['1.0-1+b1', '1.0-1', 'gt'],
    ['1.0a', '1.0+', 'lt'],
    ['2.41-12+deb13u4', '2.41-12+deb13u10', 'lt'],
    ['20260101120000000000001', '20260101120000000000002', 'lt'],
    ['1-1-1', '1-1', 'gt'],
  ])('%s against %s: %s', (a, b, relation) => {
    expect(sign(compareVersions(a, b))).toBe(relation);
  });

  // dpkg is started for each pair and relation.
  test('agrees with dpkg', { timeout: 60_000 }, () => {
    const part = fc.stringMatching(/^[0-9][0-9a-zA-Z.+~]{0,6}$/);
    const version = fc
      .tuple(
        fc.constantFrom('', '', '0:', '1:', '02:'),
        part,
        fc.constantFrom('', '', '-0', '-1', '-1~a', '-a.1'),
      )
      .map((parts) => parts.join(''));
    // Of two random versions one is nearly always newer at the first letter; neighbours go deeper.
    const near = fc.tuple(version, fc.constantFrom('~', '0', '+', '.0', 'a')).map(([a, end]) => [a, a + end]);
    const pairs = fc.sample(fc.oneof(fc.tuple(version, version), near), { numRuns: 200, seed: 1 });
    const script = `while read -r a b; do
        for r in lt eq gt; do if dpkg --compare-versions "$a" "$r" "$b"; then echo "$a $b $r"; fi; done
      done`;
    const input = pairs.map((pair) => `${pair.join(' ')}\n`).join('');
    const answer = execFileSync('sh', ['-c', script], { input, encoding: 'utf8' });
    const ours = pairs.map(([a = '', b = '']) => `${a} ${b} ${sign(compareVersions(a, b))}\n`);
    expect(answer).toBe(ours.join(''));
  });

  test('turns round with its operands', () => {
    const version = fc.stringMatching(/^[0-9][0-9a-z.+~]{0,8}$/);
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(sign(compareVersions(a, b))).toBe(sign(-compareVersions(b, a)));
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import { type ReadIndex, refuseExpired, warnOfOld } from './index-dates.ts';

const DAY = 86_400;
const NOW = Date.parse('2026-03-01T00:00:00Z') / 1000;
const SPEC = parseImagefile('suite: trixie\nentry: /x\npackages: [curl]\n').spec as Spec;

function index(suite: string, dates: Partial<ReadIndex['release']>, archive = {}): ReadIndex {
  const release = { suite, codename: suite, date: NOW, byHash: true, architectures: [], components: [] };
  return {
    archive: { url: 'http://mirror.example/debian', suite, components: ['main'], base: true, ...archive },
    release: { ...release, files: new Map(), ...dates },
  };
}

describe('an index whose Valid-Until has passed', () => {
  const expired = { validUntil: NOW - 1 };

  test('is refused', () => {
    const refuse = () => refuseExpired([index('trixie', {}), index('trixie-updates', expired)], SPEC, NOW);
    expect(refuse).toThrow(
      'the index of suite "trixie-updates" has expired: the mirror is no longer updated [expired-index]\n' +
        '  name another "mirror", or a "snapshot" for a time in the past\n' +
        '  its Valid-Until is 2026-02-28T23:59:59Z',
    );
  });

  test('is accepted until then, and always from a snapshot', () => {
    refuseExpired([index('trixie', { validUntil: NOW })], SPEC, NOW);
    refuseExpired([index('trixie', expired, { acceptExpired: true })], SPEC, NOW);
  });
});

describe('an index without Valid-Until', () => {
  const old = { date: NOW - 32 * DAY };

  async function warnings(...indexes: readonly ReadIndex[]): Promise<readonly string[]> {
    const said: string[] = [];
    await warnOfOld({ warn: async (short) => void said.push(short) }, indexes, SPEC, NOW);
    return said;
  }

  test('is said to be old after a month', async () => {
    expect(await warnings(index('trixie', old))).toEqual([
      'the index of suite "trixie" is 32 days old and has no Valid-Until: nothing shows that the mirror is updated',
    ]);
    expect(await warnings(index('trixie', { date: NOW - 31 * DAY }))).toEqual([]);
  });

  test('may be old if another of the same archive has one, or if it is from a snapshot', async () => {
    expect(await warnings(index('trixie', old), index('trixie-updates', { validUntil: NOW + DAY }))).toEqual(
      [],
    );
    expect(await warnings(index('trixie', old, { acceptExpired: true }))).toEqual([]);
  });
});

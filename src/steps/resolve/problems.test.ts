import { expect, test } from 'vitest';
import type { ResolveRequest } from '../../debian/resolution.ts';
import type { Index } from './indexes.ts';
import { requestProblems } from './problems.ts';

test('names like an unknown package are looked for only as often as they are shown', () => {
  const count = 5000;
  const known = Array.from({ length: count }, (_, at) => [`package-${at}`, []] as const);
  const index = { byName: new Map(known), providers: new Map() } as unknown as Index;
  const packages = known.map(([name]) => ({ name: `${name}x` }));
  const found = requestProblems([index], [[]], { packages } as unknown as ResolveRequest);
  expect(found).toHaveLength(count);
  const offered = found.filter((problem) => problem.kind === 'unknown-package' && problem.near.length > 0);
  expect(offered).toHaveLength(20);
  expect(found[0]).toMatchObject({ package: 'package-0x', near: expect.arrayContaining(['package-0']) });
});

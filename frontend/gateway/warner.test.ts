import { expect, test } from 'vitest';
import type { Bridge } from './bridge.ts';
import { warnerAt } from './warner.ts';

test('a warning is shown at its vertex, with its further lines and its place', async () => {
  const sent: Parameters<Bridge['warn']>[0][] = [];
  const warner = warnerAt({ warn: async (warning) => void sent.push(warning) }, 'sha256:0');
  await warner.warn('short');
  await warner.warn('short', ['one', 'two'], { url: 'docs/lint.md' });
  const common = { digest: 'sha256:0', level: 1, short: Buffer.from('short') };
  expect(sent).toEqual([
    { ...common, detail: [] },
    { ...common, detail: [Buffer.from('one'), Buffer.from('two')], url: 'docs/lint.md' },
  ]);
});

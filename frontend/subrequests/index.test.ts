import { expect, test } from 'vitest';
import type { Session } from '../gateway/session.ts';
import { answer } from './index.ts';

const SESSION = {} as Session;

test('lists what can be asked, in the form that buildx prints', async () => {
  const { metadata } = await answer(SESSION, 'frontend.subrequests.describe');
  const text = (key: string) => Buffer.from(metadata?.[key] ?? []).toString();
  expect(text('result.txt')).toContain('subrequests.describe   1.0.0     List available subrequest types\n');
  expect(JSON.parse(text('result.json'))).toContainEqual(
    expect.objectContaining({ name: 'frontend.subrequests.describe', type: 'rpc', version: '1.0.0' }),
  );
});

test('refuses what it does not know, in the words that clients look for', async () => {
  await expect(answer(SESSION, 'frontend.zzz')).rejects.toThrow('unsupported request frontend.zzz');
});

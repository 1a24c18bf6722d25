import { expect, test } from 'vitest';
import type { Session } from '../gateway/session.ts';
import { findSubrequest } from './index.ts';

test('lists what can be asked, in the form that buildx prints', async () => {
  const found = findSubrequest('frontend.subrequests.describe');
  if (found.needsImagefile !== false) throw new Error('no Imagefile is needed to describe the subrequests');
  const { text, json } = await found.answer({} as Session);
  expect(text).toContain('subrequests.describe   1.0.0     List available subrequest types\n');
  expect(JSON.parse(json)).toContainEqual(
    expect.objectContaining({ name: 'frontend.subrequests.describe', type: 'rpc', version: '1.0.0' }),
  );
});

test('refuses what it does not know, in the words that clients look for', () => {
  expect(() => findSubrequest('frontend.zzz')).toThrow('unsupported request frontend.zzz');
});

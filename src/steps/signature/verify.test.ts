import { expect, test } from 'vitest';
import { explain } from './verify.ts';

test.each([
  [
    'Missing key 2DEB1994B6496E2E76AF8FEC123FF922BE62E745, which is needed to verify signature.\n',
    'wrong-key',
    'the commit is not signed by a key of "a.asc"',
    'Missing key 2DEB1994B6496E2E76AF8FEC123FF922BE62E745, which is needed to verify signature.',
  ],
  [
    'Verifying signature:\n           Message has been manipulated\n',
    'bad-signature',
    'the commit has no good signature by a key of "a.asc"',
    'Verifying signature: Message has been manipulated',
  ],
  [
    'Verifying signature:\n  Policy rejected non-revocation signature (Binary) requiring collision resistance\n' +
      '  because: SHA1 is not considered secure since 2013-02-01T00:00:00Z\n',
    'weak-digest',
    'the signature of the commit could be forged',
    'Verifying signature: Policy rejected non-revocation signature (Binary) requiring collision resistance because: SHA1 is not considered secure since 2013-02-01T00:00:00Z',
  ],
  [
    'Error: Failed to parse keyring "/in/key"\n\nCaused by:\n    0: Reading "/in/key": EOF\n    1: EOF\n',
    'invalid-key',
    '"a.asc" is not an OpenPGP public key',
    'Error: Failed to parse keyring "/in/key" Caused by: 0: Reading "/in/key": EOF 1: EOF',
  ],
  [
    'Signing key on 0123 is expired:\n  The primary key expired\n',
    'expired-key',
    'the commit is signed by a key of "a.asc" that had expired',
    'Signing key on 0123 is expired: The primary key expired',
  ],
])('what sqv says becomes a problem: %j', (stderr, code, message, words) => {
  expect(explain(stderr, 'the commit', '"a.asc"')).toEqual({ code, message, fix: `sqv says: ${words}` });
});

test('of much that sqv says, the beginning is shown', () => {
  expect(explain('so '.repeat(1000), 'the commit', '"a.asc"').fix).toHaveLength(510);
});

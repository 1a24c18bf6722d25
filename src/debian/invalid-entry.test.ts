import { expect, test } from 'vitest';
import { invalidField } from './invalid-entry.ts';

const JQ = {
  name: 'jq',
  version: '1.7.1-6+deb13u1',
  architecture: 'amd64',
  archive: 0,
  path: './pool/main/j/jq/jq_1.7.1-6+deb13u1~x_amd64.deb',
  sha256: 'a'.repeat(64),
  size: 1,
};

test('an entry of an index is as an archive has it', () => {
  expect(invalidField(JQ)).toBeUndefined();
  expect(invalidField({ ...JQ, version: '1:2.0', architecture: 'all' })).toBeUndefined();
});

test.each([
  [{ name: '../jq' }, 'package "../jq" has the Package "../jq"'],
  [{ version: '1/../../../etc/x' }, 'package "jq" has the Version "1/../../../etc/x"'],
  [{ architecture: '../amd64' }, 'package "jq" has the Architecture "../amd64"'],
  [{ path: 'pool/../../x.deb' }, 'package "jq" has the Filename "pool/../../x.deb"'],
  [{ path: '/etc/x.deb' }, 'package "jq" has the Filename "/etc/x.deb"'],
  [{ path: 'x.deb?y=.deb' }, 'package "jq" has the Filename "x.deb?y=.deb"'],
  [{ path: '' }, 'package "jq" has the Filename ""'],
  [{ sha256: '' }, 'package "jq" has the SHA256 ""'],
  [{ size: Number.NaN }, 'package "jq" has the Size "NaN"'],
])('%j is refused', (changed, said) => {
  expect(invalidField({ ...JQ, ...changed })).toBe(said);
});

import { expect, test } from 'vitest';
import { packageUrl } from './package-url.ts';

const DEBIAN = { id: 'debian', version: '13' };

test.each([
  [
    'zlib1g',
    '1:1.3+really-1',
    'zlib',
    '1:1.3+really-1',
    'zlib1g@1:1.3%2Breally-1?arch=amd64&distro=debian-13&upstream=zlib',
  ],
  [
    'libstdc++6',
    '14~1',
    'gcc-14',
    '14',
    'libstdc%2B%2B6@14~1?arch=amd64&distro=debian-13&upstream=gcc-14%4014',
  ],
  ['jq', '1-1+b1', 'jq', '1-1', 'jq@1-1%2Bb1?arch=amd64&distro=debian-13&upstream=jq%401-1'],
  ['jq', '1-1', 'jq', '1-1', 'jq@1-1?arch=amd64&distro=debian-13'],
])('%s %s of %s %s', (name, version, source, sourceVersion, url) => {
  const component = {
    type: 'deb' as const,
    name,
    version,
    architecture: 'amd64',
    source: { name: source, version: sourceVersion },
  };
  expect(packageUrl(component, DEBIAN, 'trixie')).toBe(`pkg:deb/debian/${url}`);
});

test('without a number the suite says which system it is', () => {
  const source = { name: 'a', version: '1' };
  const component = { type: 'deb' as const, name: 'a', version: '1', architecture: 'all', source };
  expect(packageUrl(component, { id: 'debian' }, 'sid')).toBe('pkg:deb/debian/a@1?arch=all&distro=sid');
  expect(packageUrl(component, { id: 'ubuntu', version: '24.04' }, 'noble')).toContain('pkg:deb/ubuntu/a@1?');
  expect(packageUrl(component, undefined, 'trixie')).toContain('distro=trixie');
});

test('a package of apk is of the type apk, and of Alpine where the image does not say', () => {
  const source = { name: 'openssl', version: '3.5.0-r0' };
  const component = {
    type: 'apk' as const,
    name: 'libssl3',
    version: '3.5.0-r0',
    architecture: 'x86_64',
    source,
  };
  expect(packageUrl(component, { id: 'wolfi', version: '20230201' }, '')).toBe(
    'pkg:apk/wolfi/libssl3@3.5.0-r0?arch=x86_64&distro=wolfi-20230201&upstream=openssl',
  );
  expect(
    packageUrl({ ...component, architecture: '', source: { ...source, name: 'libssl3' } }, undefined, ''),
  ).toBe('pkg:apk/alpine/libssl3@3.5.0-r0');
});

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { spdxFaults } from '../../test/spdx/faults.ts';
import { debianTree } from '../../test/support/prune/debian-tree.ts';
import { link, memoryTree } from '../../test/support/prune/memory-tree.ts';
import { alpineTree, distrolessTree } from '../../test/support/prune/other-trees.ts';
import { readContents } from './contents.ts';
import type { SbomRequest } from './request.ts';
import { spdxDocument } from './spdx.ts';

const REQUEST: SbomRequest = {
  name: 'app',
  created: '2025-08-09T00:00:00Z',
  suite: 'trixie',
  builds: [],
  debs: [
    {
      name: 'libapp++',
      version: '1.0-1',
      origin: 'http://packages.example stable',
      file: 'libapp++_1.0-1_amd64.deb',
      url: 'http://mirror.example/libapp++_1.0-1_amd64.deb',
      sha256: 'ab'.repeat(32),
    },
    {
      name: 'left-out',
      version: '1',
      origin: 'trixie',
      file: 'left-out_1_amd64.deb',
      url: 'http://mirror.example/left-out_1_amd64.deb',
      sha256: 'cd'.repeat(32),
    },
  ],
};

const COPYRIGHT = `Format: https://mirror.example/copyright-format/1.0/

Files: *
License: Expat and odd
 Odd text.
`;

const TREE = debianTree(
  {
    'libapp++': {
      source: 'app (2)',
      version: '3:1.0-1',
      files: {
        '/usr/lib/app/data': 'abc',
        '/usr/lib/app/link': link('data'),
        '/usr/share/doc/libapp++/copyright': COPYRIGHT,
      },
    },
    bare: { files: { '/usr/lib/app/other': link('data') } },
  },
  { '/srv/own': 'own' },
);

function describe(tree = TREE, most = 100) {
  return spdxDocument(readContents(memoryTree(tree), most), REQUEST);
}

const containedIn = (document: ReturnType<typeof describe>, id: string) =>
  document.relationships.flatMap((each) =>
    each.spdxElementId === id && each.relationshipType === 'CONTAINS' ? [each.relatedSpdxElement] : [],
  );

test('a document is what SPDX 2.3 wants, and the same every time', () => {
  expect(spdxFaults(describe())).toEqual([]);
  expect(JSON.stringify(describe())).toBe(JSON.stringify(describe()));
  const other = describe({ ...TREE, '/srv/own': 'changed' });
  expect(other.documentNamespace).not.toBe(describe().documentNamespace);
  expect(describe().documentNamespace).toMatch(/^https:\/\/spdx\.org\/spdxdocs\/app-[0-9a-f]{64}$/);
});

test('a package has its source, its licence, its file in the archive, and its own files', () => {
  const document = describe();
  const found = document.packages.find(({ name }) => name === 'libapp++');
  expect(found).toEqual({
    SPDXID: 'SPDXRef-Package-libappPP-amd64',
    name: 'libapp++',
    versionInfo: '3:1.0-1',
    packageFileName: 'libapp++_1.0-1_amd64.deb',
    downloadLocation: 'http://mirror.example/libapp++_1.0-1_amd64.deb',
    filesAnalyzed: true,
    packageVerificationCode: { packageVerificationCodeValue: expect.stringMatching(/^[0-9a-f]{40}$/) },
    checksums: [{ algorithm: 'SHA256', checksumValue: 'ab'.repeat(32) }],
    sourceInfo: 'built package from: app 2',
    comment: 'from http://packages.example stable',
    licenseDeclared: expect.stringMatching(/^LicenseRef-odd-[0-9a-f]{8} AND MIT$/),
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: 'pkg:deb/debian/libapp%2B%2B@3:1.0-1?arch=amd64&distro=debian-13&upstream=app%402',
      },
    ],
  });
  const files = document.files.filter(({ SPDXID }) =>
    containedIn(document, 'SPDXRef-Package-libappPP-amd64').includes(SPDXID),
  );
  expect(files.map(({ fileName }) => fileName)).toEqual([
    './usr/lib/app/data',
    './usr/share/doc/libapp++/copyright',
  ]);
  const sum = (algorithm: string) => createHash(algorithm).update('abc').digest('hex');
  expect(files[0]?.checksums).toEqual([
    { algorithm: 'SHA1', checksumValue: sum('sha1') },
    { algorithm: 'SHA256', checksumValue: sum('sha256') },
  ]);
  const sums = files.map(({ checksums: [sha1] }) => sha1?.checksumValue).sort();
  expect(found?.packageVerificationCode?.packageVerificationCodeValue).toBe(
    createHash('sha1').update(sums.join('')).digest('hex'),
  );
});

test('what nothing is known about is not asserted', () => {
  const bare = describe().packages.find(({ name }) => name === 'bare');
  expect(bare).toMatchObject({
    downloadLocation: 'NOASSERTION',
    licenseDeclared: 'NOASSERTION',
    filesAnalyzed: false,
  });
  expect(bare).not.toHaveProperty('checksums');
});

test('the image holds the system, every package, and files of no package', () => {
  const document = describe();
  const names = new Map(document.files.map(({ SPDXID, fileName }) => [SPDXID, fileName]));
  const contained = containedIn(document, 'SPDXRef-Image').map((id) => names.get(id) ?? id);
  expect(contained).toContain('SPDXRef-OperatingSystem');
  expect(contained).toContain('./srv/own');
  expect(contained).not.toContain('./usr/lib/app/data');
  const components = document.packages.filter(({ externalRefs }) => externalRefs !== undefined);
  expect(contained).toEqual(expect.arrayContaining(components.map(({ SPDXID }) => SPDXID)));
  expect(document.packages.map(({ name }) => name)).not.toContain('left-out');
});

test('the tools of the target debug are a package, though dpkg did not install them', () => {
  const stanza =
    'Package: busybox-static\nVersion: 1:1.37\nArchitecture: amd64\nMaintainer: Somebody <a@example.com>\nHomepage: http://busybox.example\n';
  const document = describe({ ...TREE, '/var/lib/dpkg/status.d/busybox-static': stanza });
  expect(spdxFaults(document)).toEqual([]);
  expect(document.packages.find(({ name }) => name === 'busybox-static')).toMatchObject({
    versionInfo: '1:1.37',
    supplier: 'Organization: Somebody (a@example.com)',
    homepage: 'http://busybox.example',
  });
});

test('too many files are counted, and not listed', () => {
  const document = describe(TREE, 3);
  expect(spdxFaults(document)).toEqual([]);
  expect(document.files).toEqual([]);
  expect(document.comment).toMatch(/^\d+ files are too many to be listed\.$/);
  expect(document.packages.every(({ filesAnalyzed }) => !filesAnalyzed)).toBe(true);
});

test('an image without packages has a document, too', () => {
  const document = describe({ '/app': 'a' });
  expect(spdxFaults(document)).toEqual([]);
  expect(document.packages.map(({ name }) => name)).toEqual(['app']);
});

test('of an image with packages of apk', () => {
  const document = describe(alpineTree());
  expect(spdxFaults(document)).toEqual([]);
  const named = (name: string) => document.packages.find((each) => each.name === name);
  expect(named('musl')).toMatchObject({
    SPDXID: 'SPDXRef-Package-musl-x86U64',
    versionInfo: '1.2.5-r10',
    supplier: 'Organization: A Person (person@mail.example)',
    homepage: 'https://musl.example/',
    licenseDeclared: 'MIT',
    externalRefs: [{ referenceLocator: 'pkg:apk/alpine/musl@1.2.5-r10?arch=x86_64&distro=alpine-3.22.0' }],
  });
  expect(named('libfoo')).toMatchObject({
    licenseDeclared: 'NOASSERTION',
    sourceInfo: 'built package from: foo 2.0-r1',
  });
  expect(named('busybox')?.licenseDeclared).toBe('GPL-2.0-only');
});

test('of an image with a file for each package', () => {
  const document = describe(distrolessTree());
  expect(spdxFaults(document)).toEqual([]);
  expect(document.packages.flatMap(({ externalRefs = [] }) => externalRefs)).toMatchObject([
    { referenceLocator: 'pkg:deb/debian/libc6@1.0?arch=amd64&distro=debian-13&upstream=glibc' },
    { referenceLocator: 'pkg:deb/debian/tzdata@1.0?arch=amd64&distro=debian-13' },
    { referenceLocator: 'pkg:deb/debian/zlib1g@1.0?arch=amd64&distro=debian-13&upstream=zlib%402' },
  ]);
});

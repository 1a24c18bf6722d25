import { describe as about, expect, test } from 'vitest';
import { spdxFaults } from '../../test/spdx/faults.ts';
import { debianTree } from '../../test/support/prune/debian-tree.ts';
import { memoryTree } from '../../test/support/prune/memory-tree.ts';
import { readContents } from './contents.ts';
import type { BuiltFrom, BuiltSource, SbomRequest } from './request.ts';
import { spdxDocument } from './spdx.ts';

const COMMIT = 'c'.repeat(40);
const SUM = 'ab'.repeat(32);
const GIT: BuiltSource = { kind: 'git', url: 'https://git.example/tini.git', ref: 'v0.19.0', commit: COMMIT };

function deb(name: string) {
  const file = `${name}_1_amd64.deb`;
  return { name, version: '1', origin: 'trixie', file, url: `http://mirror.example/${file}`, sha256: SUM };
}

const TINI: BuiltFrom = {
  name: 'tini',
  source: GIT,
  outputs: ['/usr/bin/tini', '/usr/share/tini'],
  debs: ['dpkg-dev', 'gcc', 'libc6-dev'].map(deb),
};

const TREE = debianTree(
  { libapp: { files: { '/usr/lib/libapp.so': 'a' } } },
  { '/usr/bin/tini': 't', '/usr/share/tini/words': 'w', '/usr/share/tiny': 'not of it' },
);

function describe(
  builds: readonly BuiltFrom[],
  more: Partial<SbomRequest> & { readonly most?: number } = {},
) {
  const { most = 100, ...rest } = more;
  const request = {
    name: 'app',
    created: '2025-08-09T00:00:00Z',
    suite: 'trixie',
    debs: [],
    builds,
    ...rest,
  };
  const document = spdxDocument(readContents(memoryTree(TREE), most), request);
  expect(spdxFaults(document)).toEqual([]);
  const names = new Map([
    ...document.packages.map(({ SPDXID, name }) => [SPDXID, name] as const),
    ...document.files.map(({ SPDXID, fileName }) => [SPDXID, fileName] as const),
  ]);
  const said = document.relationships.map(
    ({ spdxElementId, relationshipType, relatedSpdxElement }) =>
      `${names.get(spdxElementId)} ${relationshipType} ${names.get(relatedSpdxElement)}`,
  );
  return { document, said, find: (name: string) => document.packages.find((each) => each.name === name) };
}

test('what is built is an element with its source and its files, which are no longer the image’s own', () => {
  const { find, said } = describe([TINI]);
  expect(find('tini')).toEqual({
    SPDXID: 'SPDXRef-Build-1',
    name: 'tini',
    versionInfo: 'v0.19.0',
    downloadLocation: `git+https://git.example/tini.git@${COMMIT}`,
    sourceInfo: `built from commit ${COMMIT}`,
    filesAnalyzed: true,
    packageVerificationCode: { packageVerificationCodeValue: expect.stringMatching(/^[0-9a-f]{40}$/) },
    primaryPackagePurpose: 'APPLICATION',
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: `pkg:generic/tini@v0.19.0?vcs_url=git%2Bhttps%3A%2F%2Fgit.example%2Ftini.git%40${COMMIT}`,
      },
    ],
  });
  expect(said).toEqual(
    expect.arrayContaining([
      'app CONTAINS tini',
      'tini CONTAINS ./usr/bin/tini',
      'tini CONTAINS ./usr/share/tini/words',
      'app CONTAINS ./usr/share/tiny',
    ]),
  );
  expect(said).not.toContain('app CONTAINS ./usr/bin/tini');
});

test('what it was built with is told, once, and is no package of the image', () => {
  const { document, find, said } = describe([TINI, { ...TINI, name: 'other', outputs: ['/usr/share/tiny'] }]);
  expect(said.filter((each) => / BUILD_\w+ tini$/.test(each))).toEqual([
    'dpkg-dev BUILD_TOOL_OF tini',
    'gcc BUILD_TOOL_OF tini',
    'libc6-dev BUILD_DEPENDENCY_OF tini',
  ]);
  expect(said).toContain('libc6-dev BUILD_DEPENDENCY_OF other');
  expect(said).not.toContain('app CONTAINS gcc');
  expect(document.packages.filter(({ name }) => name === 'gcc')).toHaveLength(1);
  expect(find('gcc')).toEqual({
    SPDXID: 'SPDXRef-BuildPackage-2',
    name: 'gcc',
    versionInfo: '1',
    packageFileName: 'gcc_1_amd64.deb',
    downloadLocation: 'http://mirror.example/gcc_1_amd64.deb',
    filesAnalyzed: false,
    checksums: [{ algorithm: 'SHA256', checksumValue: SUM }],
    comment: 'from trixie',
  });
});

about('a source', () => {
  const purl = (source: BuiltSource) =>
    describe([{ ...TINI, source }])
      .find('tini')
      ?.externalRefs?.map((each) => each.referenceLocator);
  const github = { ...GIT, url: 'https://github.com/Krallin/tini.git' } as const;

  test.each([
    [github, 'pkg:github/krallin/tini@v0.19.0'],
    [{ kind: 'git', url: github.url, commit: COMMIT } as const, `pkg:github/krallin/tini@${COMMIT}`],
    [
      { kind: 'http', url: 'https://files.example/tini-1.tar.gz', sha256: SUM } as const,
      `pkg:generic/tini?download_url=https%3A%2F%2Ffiles.example%2Ftini-1.tar.gz&checksum=sha256:${SUM}`,
    ],
  ])('%j has the purl %s', (source, expected) => {
    expect(purl(source)).toEqual([expected]);
  });

  test('that is an archive has its checksum', () => {
    const source = { kind: 'http', url: 'https://files.example/tini-1.tar.gz', sha256: SUM } as const;
    const found = describe([{ ...TINI, source }]).find('tini');
    expect(found).toMatchObject({
      downloadLocation: source.url,
      checksums: [{ algorithm: 'SHA256', checksumValue: SUM }],
    });
    expect(found).not.toHaveProperty('versionInfo');
  });

  test('of ssh is written as a URL', () => {
    const source = { kind: 'git', url: 'git@git.example:tini.git', commit: COMMIT } as const;
    expect(describe([{ ...TINI, source }]).find('tini')?.downloadLocation).toBe(
      `git+ssh://git@git.example/tini.git@${COMMIT}`,
    );
  });

  test('that nobody else has is not asserted', () => {
    const { source: _, ...own } = TINI;
    const found = describe([own]).find('tini');
    expect(found?.downloadLocation).toBe('NOASSERTION');
    expect(found).not.toHaveProperty('externalRefs');
  });
});

test('what left nothing in the image is not in it, unless nobody knows', () => {
  const gone = [{ ...TINI, outputs: ['/usr/bin/gone'] }];
  expect(describe(gone).document.packages.map(({ name }) => name)).not.toContain('gcc');
  const { find, said } = describe(gone, { most: 1 });
  expect(find('tini')?.filesAnalyzed).toBe(false);
  expect(said).toContain('app CONTAINS tini');
});

test('a file in place of a package’s is of both, and other files of packages are not', () => {
  const { said } = describe([{ ...TINI, outputs: ['/usr/lib/libapp.so', '/usr'] }]);
  expect(said.filter((each) => each.endsWith(' CONTAINS ./usr/lib/libapp.so'))).toEqual([
    'libapp CONTAINS ./usr/lib/libapp.so',
    'tini CONTAINS ./usr/lib/libapp.so',
  ]);
  const { said: folder } = describe([{ ...TINI, outputs: ['/usr'] }]);
  expect(folder).not.toContain('tini CONTAINS ./usr/lib/libapp.so');
  expect(folder).toContain('tini CONTAINS ./usr/share/tiny');
});

test('what it is built on is named, with its digest', () => {
  const { find, said } = describe([], { below: { name: 'base', digest: `sha256:${SUM}` } });
  expect(find('base')).toMatchObject({ versionInfo: `sha256:${SUM}`, primaryPackagePurpose: 'CONTAINER' });
  expect(said).toContain('app DESCENDANT_OF base');
  expect(describe([], { below: { name: 'base' } }).find('base')).not.toHaveProperty('versionInfo');
});

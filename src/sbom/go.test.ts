import { describe as about, expect, test } from 'vitest';
import { spdxFaults } from '../../test/spdx/faults.ts';
import { encodeElf } from '../../test/support/elf/encode.ts';
import { encodeGoBuild } from '../../test/support/elf/go.ts';
import { debianTree } from '../../test/support/prune/debian-tree.ts';
import { bytes, memoryTree } from '../../test/support/prune/memory-tree.ts';
import { readContents } from './contents.ts';
import { spdxDocument } from './spdx.ts';

const program = (lines: readonly string[], go = 'go1.24.4') =>
  bytes(encodeElf({ data: encodeGoBuild(go, lines) }));

const SERVER = program([
  'mod\tapp.example/Server\tv1.2.3+dirty\t',
  'dep\tgithub.com/Somebody/lib\tv2.0.0+incompatible\th1:a=',
  'dep\tgolang.org/x/text\tv0.14.0\th1:b=',
]);
const TOOL = program(['mod\tapp.example/tool\t(devel)\t', 'dep\tgolang.org/x/text\tv0.14.0\th1:b=']);

function describe(files: Parameters<typeof debianTree>[1], most = 100) {
  const tree = debianTree({ docker: { files: { '/usr/bin/docker': TOOL } } }, files);
  const request = { name: 'app', created: '2025-08-09T00:00:00Z', suite: 'trixie', debs: [], builds: [] };
  const document = spdxDocument(readContents(memoryTree(tree), most), request);
  expect(spdxFaults(document)).toEqual([]);
  const names = new Map([
    ...document.packages.map(({ SPDXID, name }) => [SPDXID, name] as const),
    ...document.files.map(({ SPDXID, fileName }) => [SPDXID, fileName] as const),
  ]);
  const modules = document.packages.filter(({ SPDXID }) => SPDXID.startsWith('SPDXRef-GoModule-'));
  const said = document.relationships.flatMap((each) => {
    const isOfGo = modules.some(({ SPDXID }) => SPDXID === each.relatedSpdxElement);
    const words = [each.spdxElementId, each.relationshipType, each.relatedSpdxElement];
    return isOfGo ? [words.map((word) => names.get(word) ?? word).join(' ')] : [];
  });
  const purls = modules.map(({ externalRefs }) => externalRefs?.[0]?.referenceLocator);
  return { modules, purls, said };
}

about('a Go program that no package has', () => {
  test('brings its modules, and Go’s own packages', () => {
    const { modules, purls, said } = describe({ '/usr/bin/server': SERVER });
    expect(purls).toEqual([
      'pkg:golang/app.example/server@v1.2.3%2Bdirty',
      'pkg:golang/github.com/somebody/lib@v2.0.0%2Bincompatible',
      'pkg:golang/golang.org/x/text@v0.14.0',
      'pkg:golang/stdlib@v1.24.4',
    ]);
    expect(modules[0]).toEqual({
      SPDXID: 'SPDXRef-GoModule-1',
      name: 'app.example/Server',
      versionInfo: 'v1.2.3+dirty',
      downloadLocation: 'NOASSERTION',
      filesAnalyzed: false,
      externalRefs: expect.any(Array),
    });
    expect(said).toEqual([
      'app CONTAINS app.example/Server',
      'app CONTAINS github.com/Somebody/lib',
      'app CONTAINS golang.org/x/text',
      'app CONTAINS stdlib',
      './usr/bin/server GENERATED_FROM app.example/Server',
      './usr/bin/server STATIC_LINK stdlib',
      './usr/bin/server STATIC_LINK github.com/Somebody/lib',
      './usr/bin/server STATIC_LINK golang.org/x/text',
    ]);
  });

  test('shares them with others', () => {
    const { purls, said } = describe({ '/usr/bin/server': SERVER, '/usr/bin/tool': TOOL });
    expect(purls.filter((purl) => purl?.includes('text'))).toHaveLength(1);
    expect(purls).toContain('pkg:golang/app.example/tool');
    expect(said.filter((each) => each.endsWith('STATIC_LINK golang.org/x/text'))).toEqual([
      './usr/bin/server STATIC_LINK golang.org/x/text',
      './usr/bin/tool STATIC_LINK golang.org/x/text',
    ]);
  });

  test('is told of where files are not listed', () => {
    const { purls, said } = describe({ '/usr/bin/tool': TOOL }, 1);
    expect(purls).toHaveLength(3);
    expect(said).toEqual([
      'app CONTAINS app.example/tool',
      'app CONTAINS golang.org/x/text',
      'app CONTAINS stdlib',
    ]);
  });

  test('of a development version has no version of Go', () => {
    expect(describe({ '/tool': program([], 'devel go1.25-0123abc') }).purls).toEqual(['pkg:golang/stdlib']);
  });
});

test.each([
  ['a program of a package', {}],
  ['a program of nothing of Go', { '/usr/bin/other': bytes(encodeElf({})) }],
  [
    'what contradicts itself',
    { '/usr/bin/other': bytes(encodeElf({ data: encodeGoBuild('go1.24.4', []) }).subarray(0, 70)) },
  ],
])('%s brings nothing', (_, files) => {
  expect(describe(files).purls).toEqual([]);
});

import { deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe as about, expect, test } from 'vitest';
import { spdxFaults } from '../../../test/spdx/faults.ts';
import { debianTree } from '../../../test/support/prune/debian-tree.ts';
import { bytes, memoryTree } from '../../../test/support/prune/memory-tree.ts';
import { readContents } from '../contents.ts';
import { spdxDocument } from '../spdx.ts';

function describe(files: Parameters<typeof debianTree>[1]) {
  const request = { name: 'app', created: '2025-08-09T00:00:00Z', suite: 'trixie', debs: [], builds: [] };
  const document = spdxDocument(readContents(memoryTree(debianTree({}, files)), 100), request);
  expect(spdxFaults(document)).toEqual([]);
  const libraries = document.packages.filter(({ SPDXID }) => SPDXID.startsWith('SPDXRef-Library-'));
  const purls = libraries.map(({ externalRefs }) => externalRefs?.[0]?.referenceLocator);
  const filesOf = (id: string) =>
    document.relationships.flatMap((each) => {
      const file = document.files.find(({ SPDXID }) => SPDXID === each.relatedSpdxElement);
      return each.spdxElementId === id && file !== undefined ? [file.fileName] : [];
    });
  const contents = new Map(libraries.map(({ name, SPDXID }) => [name, filesOf(SPDXID)]));
  return { document, libraries, purls, contents, loose: filesOf('SPDXRef-Image') };
}

const json = (value: unknown) => JSON.stringify(value);
const POM = 'groupId=org.example\nartifactId=inner\nversion=3.1\n';
const zip = (files: Readonly<Record<string, string | Uint8Array>>) =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
  );

test('a package of npm has the files nearest to it, and a package in it has its own', () => {
  const { purls, libraries, contents, loose } = describe({
    '/app/node_modules/a/package.json': json({ name: 'a', version: '1.0.0', license: 'MIT' }),
    '/app/node_modules/a/index.js': '',
    '/app/node_modules/a/esm/package.json': json({ type: 'module' }),
    '/app/node_modules/a/node_modules/@s/b/package.json': json({ name: '@s/b', version: '2.0.0' }),
    '/app/node_modules/a/node_modules/@s/b/b.js': '',
    '/app/other': '',
  });
  expect(purls).toEqual(['pkg:npm/%40s/b@2.0.0', 'pkg:npm/a@1.0.0']);
  expect(libraries.map(({ licenseDeclared }) => licenseDeclared)).toEqual(['NOASSERTION', 'MIT']);
  expect(contents.get('a')).toEqual([
    './app/node_modules/a/esm/package.json',
    './app/node_modules/a/index.js',
    './app/node_modules/a/package.json',
  ]);
  expect(contents.get('@s/b')).toHaveLength(2);
  expect(loose).toContain('./app/other');
  expect(loose).not.toContain('./app/node_modules/a/index.js');
});

test('a package in two places is one', () => {
  const a = json({ name: 'a', version: '1.0.0' });
  const { purls, contents } = describe({ '/x/a/package.json': a, '/y/a/package.json': a });
  expect(purls).toEqual(['pkg:npm/a@1.0.0']);
  expect(contents.get('a')).toHaveLength(2);
});

test('a package.json at the top does not claim the whole image', () => {
  const { purls, loose } = describe({ '/package.json': json({ name: 'a', version: '1' }), '/srv/own': '' });
  expect(purls).toEqual(['pkg:npm/a@1']);
  expect(loose).toContain('./srv/own');
});

test('a distribution of Python has what RECORD lists', () => {
  const site = '/usr/local/lib/python3.13/site-packages';
  const { purls, libraries, contents } = describe({
    [`${site}/Some_Thing-1.2.dist-info/METADATA`]:
      'Metadata-Version: 2.4\nName: Some_Thing\nVersion: 1.2\nLicense-Expression: MIT OR Apache-2.0\n\nVersion: 9\n',
    [`${site}/Some_Thing-1.2.dist-info/RECORD`]: 'thing.py,sha256=x,1\n"a,b.py",,\n../../../bin/thing,,\n',
    [`${site}/thing.py`]: '',
    [`${site}/a,b.py`]: '',
    '/usr/local/bin/thing': '',
    [`${site}/old-3.egg-info`]: 'Name: old\nVersion: 3\nLicense: something of our own\n',
    [`${site}/older-4.egg-info/PKG-INFO`]: 'Name: older\nVersion: 4\n',
  });
  expect(purls).toEqual(['pkg:pypi/old@3', 'pkg:pypi/older@4', 'pkg:pypi/some-thing@1.2']);
  expect(libraries.map(({ licenseDeclared }) => licenseDeclared)).toEqual([
    'NOASSERTION',
    'NOASSERTION',
    'MIT OR Apache-2.0',
  ]);
  expect(contents.get('Some_Thing')).toHaveLength(5);
  expect(contents.get('Some_Thing')).toContain('./usr/local/bin/thing');
});

test.each([
  ['with a stub', '# -*- encoding: utf-8 -*-\n# stub: rack 3.1.0 ruby lib\n'],
  ['without', 'Gem::Specification.new do |s|\n  s.name = "rack".freeze\n  s.version = "3.1.0"\n'],
])('a gem %s has the folder of its name', (_, start) => {
  const gems = '/usr/lib/ruby/gems/3.3.0';
  const { purls, libraries, contents } = describe({
    [`${gems}/specifications/default/rack-3.1.0.gemspec`]: `${start}  s.licenses = ["MIT".freeze]\n`,
    [`${gems}/gems/rack-3.1.0/lib/rack.rb`]: '',
  });
  expect(purls).toEqual(['pkg:gem/rack@3.1.0']);
  expect(libraries[0]?.licenseDeclared).toBe('MIT');
  expect(contents.get('rack')).toHaveLength(2);
});

test('a package of Composer has its folder, whether the file is an object or a list', () => {
  const packages = [{ name: 'v/p', version: '1.1', license: ['MIT'], 'install-path': '../v/p' }];
  for (const file of [{ packages }, packages]) {
    const { purls, contents } = describe({
      '/app/vendor/composer/installed.json': json(file),
      '/app/vendor/v/p/p.php': '',
    });
    expect(purls).toEqual(['pkg:composer/v/p@1.1']);
    expect(contents.get('v/p')).toEqual(['./app/vendor/v/p/p.php']);
  }
});

test('a program of .NET brings what its deps.json names', () => {
  const libraries = { 'App/1.0.0': { type: 'project' }, 'Newtonsoft.Json/13.0.3': { type: 'package' } };
  expect(describe({ '/app/App.deps.json': json({ libraries }) }).purls).toEqual([
    'pkg:nuget/App@1.0.0',
    'pkg:nuget/Newtonsoft.Json@13.0.3',
  ]);
});

test('a jar brings the jars in it', () => {
  const inner = zip({ 'META-INF/maven/org.example/inner/pom.properties': POM });
  const plain = zip({ 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\r\nImplementation-Version: 7\r\n' });
  const { purls, contents } = describe({
    '/app/server-2.0.jar': bytes(
      zip({ 'BOOT-INF/lib/inner-3.1.jar': inner, 'BOOT-INF/lib/plain.jar': plain }),
    ),
  });
  expect(purls).toEqual(['pkg:maven/org.example/inner@3.1', 'pkg:maven/plain@7', 'pkg:maven/server@2.0']);
  expect(contents.get('inner')).toEqual(['./app/server-2.0.jar']);
});

/** Makes a 64-bit ELF file with no more than one section. */
function withSection(name: string, content: Uint8Array): Uint8Array {
  const texts = Buffer.from(`\0${name}\0`);
  const file = Buffer.alloc(64 + 2 * 64 + texts.length + content.length);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  file.writeBigUInt64LE(64n, 40);
  for (const [at, value] of [
    [58, 64],
    [60, 2],
    [62, 1],
  ] as const)
    file.writeUInt16LE(value, at);
  const spans = [
    [1, 192 + texts.length, content.length],
    [0, 192, texts.length],
  ] as const;
  for (const [index, [word, offset, size]] of spans.entries()) {
    file.writeUInt32LE(word, 64 + index * 64);
    file.writeBigUInt64LE(BigInt(offset), 64 + index * 64 + 24);
    file.writeBigUInt64LE(BigInt(size), 64 + index * 64 + 32);
  }
  file.set(texts, 192);
  file.set(content, 192 + texts.length);
  return file;
}

test('a program has the crates that cargo auditable recorded, without those for its build', () => {
  const packages = [
    { name: 'own', version: '0.1.0', root: true },
    { name: 'serde', version: '1.0.219' },
    { name: 'cc', version: '1.2.0', kind: 'build' },
  ];
  const list = deflateSync(json({ packages }));
  const { purls, contents } = describe({
    '/usr/bin/own': bytes(withSection('.dep-v0', list), { mode: 0o755 }),
  });
  expect(purls).toEqual(['pkg:cargo/own@0.1.0', 'pkg:cargo/serde@1.0.219']);
  expect(contents.get('serde')).toEqual(['./usr/bin/own']);
});

about('damaged metadata is named, and the rest described', () => {
  const good = { '/ok/package.json': json({ name: 'ok', version: '1' }) };
  const bomb = zip({ 'lib/a.jar': new Uint8Array(200 << 20) });
  test.each([
    ['/app/package.json', bytes(strToU8('{"name":'))],
    ['/app/package.json', bytes(new Uint8Array([0xff, 0xfe]))],
    ['/app/cut.jar', bytes(zip({ 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\n' }).subarray(0, 40))],
    ['/app/bomb.jar', bytes(bomb)],
    ['/app/rust', bytes(withSection('.dep-v0', new Uint8Array(8)), { mode: 0o755 })],
    ['/app/large', bytes(withSection('.dep-v0', deflateSync(new Uint8Array(32 << 20))), { mode: 0o755 })],
  ])('%s', (path, content) => {
    const { document, purls } = describe({ ...good, [path]: content });
    expect(purls).toEqual(['pkg:npm/ok@1']);
    expect(document.comment).toBe(`${path} cannot be read.`);
  });

  test.each([
    json(null),
    json({ name: 1, version: {} }),
    json({ name: '\ud800', version: '1' }),
    json({ name: 'a b', version: '1' }),
    json({ name: 'a'.repeat(300), version: '1' }),
  ])('%s names no package', (content) => {
    expect(describe({ ...good, '/app/package.json': content }).purls).toEqual(['pkg:npm/ok@1']);
  });
});

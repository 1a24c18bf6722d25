import { expect, test } from 'vitest';
import { readPackageList } from '../../debian/packages.ts';
import { crossed } from './cross.ts';
import type { Index } from './indexes.ts';

function index(architecture: string, stanzas: readonly string[]): Index {
  const list = readPackageList(`${stanzas.join('\n')}\n`);
  return { ...list, archive: 0, component: 'main', architecture, path: '' };
}

function stanza(name: string, section: string, architecture: string): string {
  return `Package: ${name}\nSection: ${section}\nArchitecture: ${architecture}\n`;
}

const EVERYWHERE = [
  'make devel',
  'gcc devel',
  'zlib1g-dev libdevel',
  'libstd-rust-dev rust',
  'libc6-dev libdevel',
];
const listed = (architecture: string) =>
  EVERYWHERE.map((line) => {
    const [name = '', section = ''] = line.split(' ');
    return stanza(name, section, architecture);
  });
const INDEXES = [
  index('amd64', [
    ...listed('amd64'),
    stanza('gcc-aarch64-linux-gnu', 'devel', 'amd64'),
    stanza('libtext-dev', 'libdevel', 'all'),
  ]),
  index('arm64', [...listed('arm64'), stanza('libtext-dev', 'libdevel', 'all')]),
];

const wanted = (target?: string) => {
  const packages = [
    { name: 'make', exclude: false },
    { name: 'gcc', exclude: false, version: '4:14.2.0-1' },
    { name: 'zlib1g-dev', exclude: false, suite: 'trixie-backports' },
    { name: 'libstd-rust-dev', exclude: false },
    { name: 'libc6-dev', exclude: false },
    { name: 'libtext-dev', exclude: false },
    { name: 'perl', exclude: true },
  ];
  const request = { architecture: 'amd64', packages, ...(target === undefined ? {} : { target }) };
  return { packages, crossed: crossed(INDEXES, request) };
};

test('programs are of the machine that builds, libraries of the other, compilers of both kinds', () => {
  expect(wanted('arm64').crossed).toEqual([
    { name: 'make', exclude: false },
    { name: 'gcc', exclude: false, version: '4:14.2.0-1' },
    { name: 'gcc-aarch64-linux-gnu', exclude: false },
    { name: 'zlib1g-dev', exclude: false, suite: 'trixie-backports', architecture: 'arm64' },
    { name: 'libstd-rust-dev', exclude: false, architecture: 'arm64' },
    { name: 'libc6-dev', exclude: false },
    { name: 'libc6-dev', exclude: false, architecture: 'arm64' },
    // A package for all architectures is no library of one.
    { name: 'libtext-dev', exclude: false },
    { name: 'perl', exclude: true },
  ]);
});

test('a build for the machine itself is left as it is', () => {
  const { packages, crossed } = wanted();
  expect(crossed).toBe(packages);
});

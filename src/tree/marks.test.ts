import { expect, test } from 'vitest';
import { memoryTree } from '../../test/support/prune/memory-tree.ts';
import { isMinimal, manualPackages } from './marks.ts';
import { readPackages } from './packages.ts';
import { resolverOf } from './resolver.ts';

const stanza = (name: string, architecture: string, more = '') =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: ${architecture}\nVersion: 1\n${more}`;

function manual(states: string | undefined) {
  const status = [
    stanza('bash', 'amd64', 'Essential: yes\n'),
    stanza('adduser', 'all', 'Priority: important\n'),
    stanza('git', 'amd64', 'Priority: optional\n'),
    stanza('git-man', 'all', 'Priority: optional\n'),
  ].join('\n');
  const tree = memoryTree({
    '/var/lib/dpkg/status': status,
    '/var/lib/dpkg/info/git.list': '',
    ...(states === undefined ? {} : { '/var/lib/apt/extended_states': states }),
  });
  return manualPackages(tree, readPackages(tree, resolverOf(tree)));
}

test('what apt marked as automatic is there for others, and all else is not', () => {
  const states =
    'Package: git-man\nArchitecture: amd64\nAuto-Installed: 1\n\nPackage: git\nArchitecture: amd64\nAuto-Installed: 0\n';
  const names = (of: ReturnType<typeof manual>) => of.map(({ name }) => name);
  expect(names(manual(states))).toEqual(['adduser', 'bash', 'git']);
  expect(names(manual(undefined))).toEqual(['adduser', 'bash', 'git', 'git-man']);
  expect(names(manual('no stanza'))).toHaveLength(4);
  expect(names(manual(states).filter(isMinimal))).toEqual(['adduser', 'bash']);
});

function manualOf(world: string | undefined) {
  const installed = ['musl', 'jq', 'oniguruma', 'curl', 'libpq', '.run-deps']
    .map((name) => `P:${name}\nV:1\nA:x86_64\n${name === '.run-deps' ? 'D:libpq>=1 !gone\n' : ''}`)
    .join('\n');
  const tree = memoryTree({
    '/lib/apk/db/installed': installed,
    ...(world === undefined ? {} : { '/etc/apk/world': world }),
  });
  return manualPackages(tree, readPackages(tree, resolverOf(tree)));
}

test('apk lists the packages that were requested', () => {
  const names = (of: ReturnType<typeof manualOf>) => of.map(({ name }) => name);
  const world = 'musl\njq=1-r0\ncurl@edge\n!oniguruma\n.run-deps=20250101.1\n';
  expect(names(manualOf(world))).toEqual(['.run-deps', 'curl', 'jq', 'libpq', 'musl']);
  expect(names(manualOf(''))).toEqual([]);
  expect(names(manualOf(undefined))).toHaveLength(6);
  expect(names(manualOf(world).filter(isMinimal))).toEqual(['musl']);
});

test('a folder of control files marks no package as a dependency', () => {
  const control = 'Package: tzdata\nArchitecture: all\nVersion: 1\n';
  const tree = memoryTree({ '/var/lib/dpkg/status.d/tzdata': control });
  expect(manualPackages(tree, readPackages(tree, resolverOf(tree)))).toMatchObject([{ name: 'tzdata' }]);
});

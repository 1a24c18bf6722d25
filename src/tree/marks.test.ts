import { expect, test } from 'vitest';
import { memoryTree } from '../../test/support/prune/memory-tree.ts';
import { readPackages } from './dpkg.ts';
import { isMinimal, manualPackages } from './marks.ts';
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

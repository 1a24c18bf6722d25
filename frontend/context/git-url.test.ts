import { describe, expect, test } from 'vitest';
import { parseGitUrl } from './git-url.ts';

describe('a git repository', () => {
  test.each([
    ['https://git.example/a/b.git', { remote: 'https://git.example/a/b.git' }],
    ['https://git.example/b.git#v1', { remote: 'https://git.example/b.git', ref: 'v1' }],
    ['https://git.example/b.git#:sub/dir', { remote: 'https://git.example/b.git', subdir: '/sub/dir' }],
    ['https://git.example/b.git#v1:../x', { remote: 'https://git.example/b.git', ref: 'v1', subdir: '/x' }],
    ['git@git.example:a/b#v1', { remote: 'git@git.example:a/b', ref: 'v1' }],
    ['ssh://git@git.example:22/b', { remote: 'ssh://git@git.example:22/b' }],
    ['git://git.example/b', { remote: 'git://git.example/b' }],
    ['github.com/a/b#v1', { remote: 'https://github.com/a/b', ref: 'v1' }],
    [
      'https://git.example/b.git?branch=main&subdir=x',
      { remote: 'https://git.example/b.git', ref: 'refs/heads/main', subdir: '/x' },
    ],
    [
      'https://git.example/b.git?tag=v1#refs/tags/v1',
      { remote: 'https://git.example/b.git', ref: 'refs/tags/v1' },
    ],
    [
      'https://git.example/b.git?commit=abc&submodules=0&keep-git-dir&mtime=commit',
      {
        remote: 'https://git.example/b.git',
        checksum: 'abc',
        skipSubmodules: true,
        keepGitDir: true,
        mtime: 'commit',
      },
    ],
  ])('%s', (url, parsed) => expect(parseGitUrl(url)).toEqual(parsed));
});

test.each(['https://files.example/a.tar.gz', 'https://git.example/b.git.zip', './b.git', 'b.git', ''])(
  '%j is none',
  (url) => expect(parseGitUrl(url)).toBeUndefined(),
);

test.each([
  ['branch', '"branch" has no value'],
  [
    'brunch=x',
    '"brunch" is none of ref, tag, branch, subdir, checksum, commit, keep-git-dir, submodules, mtime',
  ],
  ['ref=a&ref=b', '"ref" is given twice'],
  ['tag=a&branch=b', 'it has more than one ref: refs/tags/a and refs/heads/b'],
  ['submodules=maybe', '"submodules" is "maybe", not true or false'],
  ['mtime=now', '"mtime" is "now", not checkout or commit'],
])('?%s is refused', (query, message) => {
  expect(() => parseGitUrl(`https://git.example/b.git?${query}`)).toThrow(message);
});

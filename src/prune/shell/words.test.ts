import { expect, test } from 'vitest';
import { shellWords } from './words.ts';

test.each([
  ['ls -l', ['ls']],
  ['a; b && c || d | e & f', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['if test -f x; then a; else b; fi', ['a', 'b', 'test']],
  ['A=1 B="2 3" run me', ['run']],
  ['x=$(date +%s)', ['date']],
  ['echo "$(uname -m)" `id`', ['echo', 'id', 'uname']],
  ['# rm -rf\nmkdir x # cp', ['mkdir']],
  ['printf \'a; b\' "c | d"', ['printf']],
  ['exec "$@"', []],
  ['exec env -i X=1 timeout 5s nginx -g x', ['env', 'nginx', 'timeout']],
  ['cat <file >out 2>&1', ['cat']],
  ['set -e\ncd /x\nexport A=b', []],
  ['case $1 in a) start;; esac', ['start']],
  ['/usr/bin/x --y', ['/usr/bin/x']],
  ['a \\\n b', ['a']],
  ['$cmd x; $x y', []],
  ["'unclosed", ['unclosed']],
])('%s', (text, words) => {
  expect(shellWords(text).called).toEqual(words);
});

test.each([
  ['. /lib/lsb/init-functions', ['/lib/lsb/init-functions']],
  ['if [ -r /a ]; then source "/a" b; fi', ['/a']],
  ['test -f /x && . /x; . /x', ['/x']],
  ['. "$0.sh"; echo . /y', []],
])('%s', (text, files) => {
  expect(shellWords(text).sourced).toEqual(files);
});

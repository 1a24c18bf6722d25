import { expect, test } from 'vitest';
import { parseIgnoreFile } from './dockerignore.ts';

test.each([
  ['', []],
  ['# comment\n\n  \nnode_modules\n', ['node_modules']],
  ['  # not a comment', ['# not a comment']],
  ['/rooted\n./dotted\na//b/../c\nfolder/', ['rooted', 'dotted', 'a/c', 'folder']],
  ['*\n!keep\n! /spaced', ['*', '!keep', '!spaced']],
  ['crlf\r\nnext\r\n', ['crlf', 'next']],
  ['\uFEFFfirst', ['first']],
  ['/', ['/']],
  ['**/*.log', ['**/*.log']],
])('%j', (text, patterns) => {
  expect(parseIgnoreFile(text)).toEqual(patterns);
});

test('a lone `!` is passed on, so that BuildKit names it as the illegal pattern it is', () => {
  expect(parseIgnoreFile('!')).toEqual(['!']);
});

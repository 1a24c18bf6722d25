import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitWords } from './words.ts';

describe('splitWords', () => {
  test.each([
    ['nginx', ['nginx']],
    ['  nginx \t -t\n', ['nginx', '-t']],
    ['nginx -g "daemon off;"', ['nginx', '-g', 'daemon off;']],
    ["nginx -g 'daemon off;'", ['nginx', '-g', 'daemon off;']],
    ['a"b c"d\'e f\'', ['ab cde f']],
    ['a\\ b \\"c', ['a b', '"c']],
    ["''", ['']],
    ['a "" b', ['a', '', 'b']],
    ['"a\\"b\\\\c\\d"', ['a"b\\c\\d']],
    ['\'$HOME\' "\\$HOME" \\$HOME', ['$HOME', '$HOME', '$HOME']],
    ['price=5$ a$', ['price=5$', 'a$']],
    ['wget http://127.0.0.1/?a=1 *.txt #x', ['wget', 'http://127.0.0.1/?a=1', '*.txt', '#x']],
    ["awk '{ print $1 }'", ['awk', '{ print $1 }']],
    ['a\\', ['a\\']],
  ])('%j', (line, words) => {
    expect(splitWords(line)).toEqual({ words });
  });

  test.each([
    ['', { kind: 'empty' }],
    [' \t', { kind: 'empty' }],
    ['echo "abc', { kind: 'unclosed-quote', text: '"abc' }],
    ["echo it's", { kind: 'unclosed-quote', text: "'s" }],
    ['a && b', { kind: 'shell', text: '&&' }],
    ['a | b', { kind: 'shell', text: '|' }],
    ['a; b', { kind: 'shell', text: ';' }],
    ['a >> b', { kind: 'shell', text: '>>' }],
    ['echo $HOME', { kind: 'shell', text: '$HOME' }],
    ['echo "x \x24{HOME}"', { kind: 'shell', text: '\x24{HOME}' }],
    ['echo $(date)', { kind: 'shell', text: '$(date)' }],
    ['echo "`date`"', { kind: 'shell', text: '`' }],
  ])('%j is refused', (line, problem) => {
    expect(splitWords(line)).toEqual({ problem });
  });

  test('gives back any words that were put in single quotes', () => {
    const word = fc.string().map((text) => text.replaceAll("'", ''));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        expect(splitWords(words.map((text) => `'${text}'`).join(' '))).toEqual({ words });
      }),
    );
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (line) => Object.keys(splitWords(line)).length === 1));
  });
});

import { describe, expect, test } from 'vitest';
import { parseImagefile } from './parse.ts';

const codes = (text: string) => parseImagefile(text).diagnostics.map(({ code }) => code);

/** Milliseconds: far above what it takes, so that only a change of its order of growth fails, even on a busy machine. */
const PATIENCE = 60_000;

describe('a large file is read soon', () => {
  const lines = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => line(index)).join('');

  test.each([
    ['packages', `packages:\n${lines(14_000, (index) => `  - package-number-${index}\n`)}`],
    ['variables', `environment:\n${lines(12_000, (index) => `  KEY_${index}: value_${index}\n`)}`],
    [
      'files',
      `files:\n${lines(5_000, (index) => `  - {from: dir/${index}, to: /srv/www/dir/${index}, mode: "0644"}\n`)}`,
    ],
    [
      'text',
      `files:\n  - to: /a\n    text: |\n${lines(7_500, () => '      some line of text, longer than most\n')}`,
    ],
    ['comments', lines(75_000, () => '# x\n')],
  ])(
    '%s',
    (_, part) => {
      const text = `${part}entry: /bin/app\n`;
      expect(text.length).toBeGreaterThan(250_000);
      expect(parseImagefile(text).spec?.entry?.value).toEqual(['/bin/app']);
    },
    PATIENCE,
  );

  test(
    'also when every line of it is wrong',
    () => {
      const text = `packages:\n${lines(5_000, (index) => `  - Package_${index}\n`)}entry: /bin/app\n`;
      expect(codes(text).length).toBe(5_000);
    },
    PATIENCE,
  );
});

describe('what would break the parser is refused', () => {
  test.each([
    ['['.repeat(30_000), 'yaml-syntax'],
    ['{a: '.repeat(10_000), 'yaml-syntax'],
    ['- '.repeat(10_000), 'yaml-syntax'],
    ['? '.repeat(10_000), 'yaml-syntax'],
    ['a: '.repeat(10_000), 'yaml-syntax'],
    ['"'.repeat(10_000), 'yaml-syntax'],
    [`a: &a [x]\nb: [${'*a, '.repeat(20_000)}]\n`, 'too-many-aliases'],
  ])(
    '%.12j…',
    (text, code) => {
      expect(codes(text)).toEqual([code]);
    },
    20_000,
  );

  test('an alias bomb, before it is expanded', () => {
    let text = 'a: &a [x, x, x, x, x, x, x, x, x]\n';
    for (const [index, name] of [...'bcdefghijklmnopqrstuvwxyz'].entries()) {
      text += `${name}: &${name} [${Array(9).fill(`*${'abcdefghijklmnopqrstuvwxyz'[index]}`).join(', ')}]\n`;
    }
    expect(codes(text)).toEqual(['too-many-aliases']);
  });
});

test('places count a byte order mark, and lines that end with CR LF', () => {
  for (const text of ['\ufeff# x\nentry: app\n', '# x\r\n\r\nentry: app\r\n']) {
    const [diagnostic] = parseImagefile(text).diagnostics;
    expect(diagnostic && text.slice(diagnostic.at.start, diagnostic.at.end)).toBe('app');
  }
});

test('a problem that an alias brings in twice is reported once', () => {
  expect(codes('entry: &app [app]\ncheck:\n  - run: *app\nkeep: [&glob usr/x, *glob]\n')).toEqual([
    'invalid-value',
    'invalid-value',
  ]);
});

test('names of Object.prototype are ordinary unknown keys and accounts', () => {
  const text = 'entry: /bin/app\nconstructor: x\ntoString: x\npackages: ["curl[constructor]"]\n';
  expect(codes(text)).toEqual(['unknown-key', 'unknown-key', 'unknown-platform']);
  expect(codes('entry: /bin/app\nuser: valueof\n')).toEqual(['invalid-value']);
});

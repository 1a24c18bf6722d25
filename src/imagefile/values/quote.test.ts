import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine } from './quote.ts';

test('reads as a person would type it', () => {
  expect(commandLine(['nginx', '-g', 'daemon off;'])).toBe('nginx -g "daemon off;"');
  expect(commandLine(['redis-server', '--save', ''])).toBe('redis-server --save ""');
  expect(commandLine(['echo', "it's $HOME"])).toBe("echo 'it'\\''s $HOME'");
});

test('a shell reads back the same words', () => {
  const word = fc.string().filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (argv) => {
      const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${commandLine(argv)}`], { encoding: 'utf8' });
      expect(stdout.split('\0').slice(0, -1)).toEqual(argv);
    }),
    { numRuns: 50 },
  );
});

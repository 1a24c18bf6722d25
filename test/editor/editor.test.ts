/** The JSON Schema in an editor that uses yaml-language-server: what VS Code, Neovim and others show. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { open } from './language-server.ts';

/** Starting the server takes a second or two, and more on a busy machine. */
const PATIENCE = 60_000;

test('a slip in a key and a wrong type are errors, at their places', { timeout: PATIENCE }, async () => {
  const { diagnostics } = await open(
    '# syntax=mib/frontend\npakages: [jq]\nentry: /usr/bin/jq\nrecommends: often\n',
  );
  expect(diagnostics).toMatchObject([
    {
      message: 'Property pakages is not allowed.',
      severity: 1,
      range: { start: { line: 2, character: 0 }, end: { line: 2, character: 7 } },
    },
    {
      message: 'Incorrect type. Expected "boolean".',
      severity: 1,
      range: { start: { line: 4, character: 12 } },
    },
  ]);
});

test('keys and values are completed, and explained', { timeout: PATIENCE }, async () => {
  const { completion, hover } = await open(
    [
      '# syntax=mib/frontend',
      'entry: /usr/bin/jq',
      'check:',
      '  - run: jq --null-input 1+1',
      '    ',
      'targets:',
      '  other:',
      '    prune: ',
      '',
    ].join('\n'),
  );
  const top = await completion({ line: 8, character: 0 });
  expect(top).toEqual(expect.arrayContaining(['packages', 'keep', 'drop', 'environment']));
  expect(top).not.toContain('entry');
  expect(await completion({ line: 4, character: 4 })).toEqual(['start', 'ready', 'get', 'timeout']);
  expect(await completion({ line: 7, character: 11 })).toEqual(['files', 'modules', 'packages', 'none']);
  expect(await hover({ line: 1, character: 2 })).toContain('The program: a path, a command line');
});

test('a right Imagefile has no errors', { timeout: PATIENCE }, async () => {
  expect((await open(readFileSync('images/nginx/Imagefile', 'utf8'))).diagnostics).toEqual([]);
});

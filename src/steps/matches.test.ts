import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { matches } from './matches.ts';

let root: string;
let said: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-matches-'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
  mkdirSync(join(root, 'src/packages/a'), { recursive: true });
  for (const name of ['package.json', 'src/package.json', 'src/packages/a/package.json', 'other.toml'])
    writeFileSync(join(root, name), '');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

function run(glob: string): Promise<number> {
  const request = join(root, 'request.json');
  writeFileSync(request, JSON.stringify({ glob, folder: '/src' }));
  return matches({ request, tree: root });
}

test.each(['**/package.json', '*.json', 'packages/*/package.json', 'packages/?', '{packages,none}/*'])(
  '%s matches',
  async (glob) => {
    expect(await run(glob)).toBe(0);
    expect(said).toBe('');
  },
);

test.each(['*/package.json', '**/*.toml', 'packages/*/*.lock'])('%s matches nothing', async (glob) => {
  expect(await run(glob)).toBe(1);
  expect(said).toBe(
    `no file of the source matches "${glob}", or an ignore file excludes it [missing-context-file]\n` +
      '  "*" is any part of a name and "**" any number of folders, as in "**/package.json"\n',
  );
});

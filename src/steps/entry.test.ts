import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EntryRequest } from '../protocol/prune.ts';
import { entry } from './entry.ts';

let root: string;
let said: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-entry-'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
  for (const path of ['usr/bin/curl', 'opt/app/probe', 'etc/hosts']) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
  chmodSync(join(root, 'usr/bin/curl'), 0o755);
  chmodSync(join(root, 'opt/app/probe'), 0o755);
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

function run(request: Partial<EntryRequest>): Promise<number> {
  writeFileSync(join(root, 'request.json'), JSON.stringify({ environment: {}, workingDir: '/', ...request }));
  return entry({ request: join(root, 'request.json'), tree: root });
}

describe('a health check', () => {
  test.each([
    { healthcheck: ['curl', '-f', 'http://127.0.0.1/'] },
    { healthcheck: ['/usr/bin/curl'] },
    { healthcheck: ['./probe'], workingDir: '/opt/app' },
    { healthcheck: ['probe'], environment: { PATH: '/usr/bin:/opt/app' } },
  ])('is there: %j', async (request) => {
    expect(await run(request)).toBe(0);
    expect(said).toBe('');
  });

  test.each([
    { healthcheck: ['crul', '-f'] },
    { healthcheck: ['probe'] },
    { healthcheck: ['/bin/sh', '-c', 'curl -f'] },
    { healthcheck: ['/etc/hosts'] },
  ])('is no program: %j', async (request) => {
    expect(await run(request)).toBe(1);
    expect(said.split('\n')[0]).toBe(
      `healthcheck runs "${request.healthcheck[0]}", which is no program of the tree [missing-entry]`,
    );
  });

  test('that is a text for a shell begins with a program of the tree', async () => {
    mkdirSync(join(root, 'bin'));
    writeFileSync(join(root, 'bin/sh'), '', { mode: 0o755 });
    const check = (text: string) => run({ healthcheck: ['/bin/sh', '-c', text] });
    expect(await check('curl -f http://127.0.0.1/ || exit 1')).toBe(0);
    expect(await check('test -e /run/app.pid && [ -s /run/app.pid ]')).toBe(0);
    expect(await check('if wget -q x; then exit 0; fi')).toBe(0);
    expect(said).toBe('');
    expect(await check('wget -q http://127.0.0.1/ || exit 1')).toBe(1);
    expect(said.split('\n')[0]).toBe(
      'healthcheck runs "wget", which is no program of the tree [missing-entry]',
    );
  });

  test('with a slip in it is told from another', async () => {
    await run({ healthcheck: ['crul'] });
    expect(said).toContain('\n  did you mean "/usr/bin/curl"?\n');
  });
});

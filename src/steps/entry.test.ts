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

  test('with a slip in it is told from another', async () => {
    await run({ healthcheck: ['crul'] });
    expect(said).toContain('\n  did you mean "/usr/bin/curl"?\n');
  });
});

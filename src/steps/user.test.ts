import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { user } from './user.ts';

let root: string;
let said: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-user-'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
  mkdirSync(join(root, 'etc'));
  writeFileSync(
    join(root, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nredis:x:101:103::/var/lib/redis:/bin/false\n',
  );
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nredis:x:103:\nssl-cert:x:104:redis\n');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

function run(name: string): Promise<number> {
  writeFileSync(join(root, 'request.json'), JSON.stringify({ user: name }));
  return user({ request: join(root, 'request.json'), tree: root });
}

test.each(['redis', 'redis:ssl-cert', 'redis:0', '0:ssl-cert'])('%s is known', async (name) => {
  expect(await run(name)).toBe(0);
  expect(said).toBe('');
});

test.each([
  ['postgres', 'user "postgres"', 'add it with users: [{name: postgres, uid: 1000}]'],
  ['redsi', 'user "redsi"', 'did you mean "redis"?'],
  ['redis:ssl-cret', 'user "redis:ssl-cret" has the group "ssl-cret", which', 'did you mean "ssl-cert"?'],
])('%s is not', async (name, subject, fix) => {
  expect(await run(name)).toBe(1);
  expect(said).toBe(`${subject} is created neither by "users" nor by a package [invalid-value]\n  ${fix}\n`);
});

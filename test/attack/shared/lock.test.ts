/** Locks that somebody else wrote. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockOf } from '../../support/e2e/archive.ts';
import { build, folder } from '../../support/e2e/docker.ts';
import { failure } from '../../support/e2e/progress.ts';

const HEAD = '# syntax=mib/frontend\n';

test('a lock of a stranger leads only to what it says, and never further', async () => {
  const context = folder({ Imagefile: `${HEAD}packages: [dash]\nentry: /usr/bin/dash\nprune: none\n` });
  const { stdout, status, stderr } = await lockOf(context);
  expect(status, stderr).toBe(0);
  const tries: readonly (readonly [from: string | RegExp, to: string, said: RegExp])[] = [
    [
      /"url":"[^"]*"/,
      '"url":"http://127.0.0.1:9/debian"',
      /127\.0\.0\.1:9\/debian does not answer \[mirror-unreachable\]/,
    ],
    [/"url":"[^"]*"/, '"url":"file:///etc"', /url must be an http or https URL \[invalid-lock\]/],
    [
      /"path":"[^"]*"/,
      '"path":"pool/../../../etc/passwd.deb"',
      /path must be the path of .* \[invalid-lock\]/,
    ],
    [/"name":"[^"]*"/, '"name":"$(id)"', /name must be the name of a package \[invalid-lock\]/],
    [/"version":"[^"]*"/, '"version":"1/../../x"', /version must be a version \[invalid-lock\]/],
    [
      /"sha256":"[^"]*"/,
      `"sha256":"${'0'.repeat(64)}"`,
      /is not package "apt" \S+ of the lock \[package-altered\]/,
    ],
    [/"amd64": \{/, '"__proto__": {', /has no packages for amd64 \[lock-mismatch\]/],
  ];
  for (const [from, to, said] of tries) {
    // An engine asks nobody for what it has under its checksum, so one that it has not seen goes with another host.
    const fresh = to.includes('127.0.0.1')
      ? stdout.replace(/"sha256":"[^"]*"/, `"sha256":"${'1'.repeat(64)}"`)
      : stdout;
    expect(fresh.replace(from, to)).not.toBe(stdout);
    writeFileSync(join(context, 'Imagefile.lock'), fresh.replace(from, to));
    const { status, message } = failure(await build(context, '--output', 'type=cacheonly'));
    expect(status, to).toBe(1);
    expect(message, to).toMatch(said);
  }
});

/** Caches and locks that somebody else wrote. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { lockOf } from '../../support/e2e/archive.ts';
import { build, buildOk, dockerOk, folder, temporaryFolder } from '../../support/e2e/docker.ts';
import { built } from '../../support/e2e/family.ts';
import { failure } from '../../support/e2e/progress.ts';

const HEAD = '# syntax=mib/frontend\n';

/** Replaces a text of the same length in every layer of a cache, and the digests that name these layers. */
function poison(cache: string, from: string, to: string): number {
  const blobs = join(cache, 'blobs/sha256');
  const renamed = new Map<string, string>();
  const write = (bytes: Buffer) => {
    const digest = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(blobs, digest), bytes);
    return digest;
  };
  const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  for (const name of readdirSync(blobs)) {
    const bytes = readFileSync(join(blobs, name));
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) continue;
    const tar = gunzipSync(bytes);
    const at = tar.indexOf(from);
    if (at < 0) continue;
    const before = sum(tar);
    tar.write(to, at);
    renamed.set(name, write(gzipSync(tar))).set(before, sum(tar));
  }
  const renamedIn = (text: string) =>
    [...renamed]
      .reduce((all, [old, next]) => all.replaceAll(old, next), text)
      .replaceAll(/("digest":"sha256:([0-9a-f]{64})","size":)\d+/g, (whole, head: string, digest: string) =>
        existsSync(join(blobs, digest)) ? `${head}${statSync(join(blobs, digest)).size}` : whole,
      );
  // What names a digest has another one then, up to the index.
  for (let more = true; more; ) {
    more = false;
    for (const name of readdirSync(blobs)) {
      const bytes = readFileSync(join(blobs, name));
      if (bytes[0] === 0x1f || renamed.has(name)) continue;
      const text = bytes.toString();
      const changed = renamedIn(text);
      if (changed === text) continue;
      renamed.set(name, write(Buffer.from(changed)));
      more = true;
    }
  }
  const index = join(cache, 'index.json');
  writeFileSync(index, renamedIn(readFileSync(index, 'utf8')));
  return renamed.size;
}

test('whoever writes a cache decides what is in the image, as docs/trust.md says', async () => {
  const mark = `${Date.now()}`;
  const Imagefile = `${HEAD}files:\n  - text: "good ${mark}\\n"\n    to: /etc/word\nrun:\n  - [cp, /etc/word, /etc/copy]\nkeep: [/etc/copy]\npackages: [dash]\nentry: /usr/bin/dash\n`;
  const context = folder({ Imagefile });
  const cache = temporaryFolder();
  await buildOk(context, '--output', 'type=cacheonly', '--cache-to', `type=local,dest=${cache},mode=max`);
  expect(poison(cache, `good ${mark}`, `evil ${mark}`)).toBeGreaterThan(0);
  // Only what the engine does not have itself is taken from the cache.
  await dockerOk(['builder', 'prune', '--all', '--force']);
  const image = await built(context, '--cache-from', `type=local,src=${cache}`);
  expect((await image.files()).get('etc/copy')?.content.toString()).toBe(`evil ${mark}\n`);
});

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
    expect(stdout.replace(from, to)).not.toBe(stdout);
    writeFileSync(join(context, 'Imagefile.lock'), stdout.replace(from, to));
    const { status, message } = failure(await build(context, '--output', 'type=cacheonly'));
    expect(status, to).toBe(1);
    expect(message, to).toMatch(said);
  }
});

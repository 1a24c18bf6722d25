/** Caches that somebody else wrote. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildOk, dockerOk, folder, temporaryFolder } from '../../support/e2e/docker.ts';
import { built } from '../../support/e2e/family.ts';

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

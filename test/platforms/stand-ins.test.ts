import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { extract } from 'tar-stream';
import { expect, test } from 'vitest';
import { buildOk, temporaryFolder } from '../e2e/docker.ts';

/** What the two trees may differ in; docs/platforms.md says why. */
const ALLOWED: readonly string[] = [];

const IMAGES = (process.env.IMAGES ?? 'base,nginx,redis,curl').split(',');
const PLATFORM = process.env.PLATFORM ?? 'linux/arm64';

test.each(IMAGES)('%s is set up by native programs as it is under emulation', async (name) => {
  const native = await treeOf(name);
  const emulated = await treeOf(name, '--build-arg', 'MIB_STANDINS=none');
  const paths = [...new Set([...native.keys(), ...emulated.keys()])].sort();
  const differing = paths.filter((path) => native.get(path) !== emulated.get(path));
  expect(
    differing
      .filter((path) => !ALLOWED.includes(path))
      .map((path) => `${path}: ${native.get(path)} / ${emulated.get(path)}`),
  ).toEqual([]);
  expect(native.size).toBeGreaterThan(3000);
});

/** Everything that was installed: what is known of each file, by its path. */
async function treeOf(name: string, ...args: readonly string[]): Promise<Map<string, string>> {
  const archive = join(temporaryFolder(), 'tree.tar');
  const output = ['--platform', PLATFORM, '--target', 'tree', '--output', `type=tar,dest=${archive}`];
  await buildOk(join('images', name), ...output, ...args);
  const files = new Map<string, string>();
  for await (const entry of createReadStream(archive).pipe(extract())) {
    const { type, mode = 0, uid, gid, mtime, linkname, name: path } = entry.header;
    const hash = createHash('sha256');
    for await (const chunk of entry) hash.update(chunk as Buffer);
    const facts = [type, mode.toString(8), `${uid}:${gid}`, mtime?.toISOString(), linkname ?? ''];
    files.set(path, [...facts, hash.digest('hex').slice(0, 16)].join(' '));
  }
  return files;
}

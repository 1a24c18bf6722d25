import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { extract } from 'tar-stream';
import { expect, test } from 'vitest';
import { dockerOk, temporaryFolder } from '../support/e2e/docker.ts';

/** What has other content in each build, emulated or not: files, and folders with all in them. docs/platforms.md says why. */
const ANEW: Readonly<Record<string, readonly string[]>> = {
  java: ['etc/ssl/certs/java/cacerts'],
  mariadb: ['var/lib/mysql/'],
  postgres: [
    'etc/ssl/certs/ssl-cert-snakeoil.pem',
    'etc/ssl/private/ssl-cert-snakeoil.key',
    'var/lib/postgresql/17/main/global/pg_control',
    'var/lib/postgresql/17/main/pg_stat/pgstat.stat',
    'var/lib/postgresql/17/main/pg_wal/',
  ],
};

const IMAGES = (process.env.IMAGES ?? 'base,nginx,redis,curl').split(',');
const PLATFORM = process.env.PLATFORM ?? 'linux/arm64';

test.each(IMAGES)('%s is set up by native programs as it is under emulation', async (name) => {
  const native = await treeOf(name);
  const emulated = await treeOf(name, '*.args.MIB_STANDINS=none');
  const paths = [...new Set([...native.keys(), ...emulated.keys()])].sort();
  const differing = paths.filter((path) => native.get(path) !== emulated.get(path));
  const withoutContent = (facts: string | undefined) => facts?.replace(/ \S+$/, '');
  const unexplained = differing.filter(
    (path) =>
      withoutContent(native.get(path)) !== withoutContent(emulated.get(path)) || !isMadeAnew(name, path),
  );
  expect(unexplained.map((path) => `${path}: ${native.get(path)} / ${emulated.get(path)}`)).toEqual([]);
  expect(native.size).toBeGreaterThan(3000);
});

function isMadeAnew(name: string, path: string): boolean {
  return (ANEW[name] ?? []).some((made) => (made.endsWith('/') ? path.startsWith(made) : path === made));
}

/** Everything that was installed: what is known of each file, by its path. */
async function treeOf(name: string, ...args: readonly string[]): Promise<Map<string, string>> {
  const archive = join(temporaryFolder(), 'tree.tar');
  const set = [`${name}.output=type=tar,dest=${archive}`, ...args].flatMap((line) => ['--set', line]);
  const env = { ...process.env, PLATFORMS: PLATFORM, TARGET: 'tree' };
  // As bake does it, an image that is built on another has that set up in the same way.
  await dockerOk(['buildx', 'bake', '--progress=plain', '--allow=fs=*', ...set, name], { env });
  const files = new Map<string, string>();
  for await (const entry of createReadStream(archive).pipe(extract())) {
    const { type, mode = 0, uid, gid, mtime, linkname, pax, name: path } = entry.header;
    const attributes = Object.entries(pax ?? {}).filter(([key]) => key.startsWith('SCHILY.xattr.'));
    const hash = createHash('sha256');
    for await (const chunk of entry) hash.update(chunk as Buffer);
    const facts = [
      type,
      mode.toString(8),
      `${uid}:${gid}`,
      mtime?.toISOString(),
      linkname ?? '',
      ...attributes.flat(),
    ];
    files.set(path, [...facts, hash.digest('hex').slice(0, 16)].join(' '));
  }
  return files;
}

/** @module-tag long */
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { BUILD, dockerOk } from '../support/e2e/docker.ts';
import { type TarFile, untar } from '../support/e2e/oci.ts';
import { ALPINE, dockerfileOf, SOURCES } from '../support/export/dockerfile.ts';
import { MORE, SCENARIOS } from '../support/export/scenarios.ts';

/** `make bases` has all of them. */
const scenarios = process.env.BASES !== undefined ? [...SCENARIOS, ...MORE] : SCENARIOS;

/** Paths without the machine in them. */
const plain = (path: string) =>
  path.replace(/[a-z0-9_]+-linux-gnu[a-z]*/, 'TRIPLET').replace(/ld-(musl|linux)-[\w-]+\.so\.[12]/, 'LOADER');

/** Files that an export has in any case, or that its packages' lists name. */
const OTHER = /^(etc|var|lib\/apk)(\/|$)|^(dev|proc|sys)\//;

describe('what docker-image-toolkit tries', () => {
  let made: ReadonlyMap<string, TarFile>;

  beforeAll(async () => {
    const base = 'test/bases/official/alpine';
    await dockerOk([...BUILD, '--provenance=false', '--output', `type=docker,name=${ALPINE}`, base]);
    const context = mkdtempSync(join(tmpdir(), 'mib-test-'));
    const archive = join(context, 'made.tar');
    for (const [name, text] of Object.entries({ Dockerfile: dockerfileOf(scenarios), ...SOURCES }))
      writeFileSync(join(context, name), text);
    try {
      await dockerOk([...BUILD, '--provenance=false', '--output', `type=tar,dest=${archive}`, context]);
      made = await untar(createReadStream(archive));
    } finally {
      rmSync(context, { recursive: true });
    }
  }, 1_800_000);

  test.each(scenarios.map((each, number) => ({ ...each, number, title: `${each.name}, on ${each.base}` })))(
    '$title',
    ({ number, files, isExact, run }) => {
      const at = `${number}/files/`;
      const found = [...made]
        .filter(([path, { header }]) => path.startsWith(at) && header.type !== 'directory')
        .map(([path]) => plain(path.slice(at.length)));
      const own = found.filter((path) => !OTHER.test(path)).sort();
      if (isExact) expect(own).toEqual([...files].sort());
      else expect(found).toEqual(expect.arrayContaining([...files]));
      expect(found.filter((path) => /\.pid$|^(export|\.mib)/.test(path))).toEqual([]);
      if (run !== undefined) expect(String(made.get(`${number}/said`)?.content)).toBe(run[1]);
    },
  );
});

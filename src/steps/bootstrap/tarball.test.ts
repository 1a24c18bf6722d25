import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, test } from 'vitest';
import { packTarball } from './tarball.ts';

const folder = mkdtempSync(`${tmpdir()}/mib`);
afterAll(() => rmSync(folder, { recursive: true }));

const places = { input: '', pool: `${folder}/pool`, target: '', scratch: `${folder}/scratch`, tools: '' };
mkdirSync(places.pool);

/** A package as dpkg-deb makes it, in as far as its date is read. */
function deb(file: string, seconds: number): string {
  const header = `!<arch>\n${'debian-binary'.padEnd(16)}${String(seconds).padEnd(12)}0     0     100644  4         \`\n`;
  writeFileSync(`${places.pool}/${file}`, `${header}2.0\n`);
  return file;
}

describe('the tarball for debootstrap', () => {
  const request = {
    suite: 'trixie',
    architecture: 'armhf',
    archives: [],
    components: ['main'],
    packages: [deb('zlib1g_1.3_armhf.deb', 20), deb('bash_5.2.37-2+b10_armhf.deb', 10)].map((file) => ({
      file,
      required: false,
    })),
  };

  test('holds the packages, and the lists by which debootstrap finds them', async () => {
    const { tarball } = await packTarball(places, request);
    const read = (path: string): string => execFileSync('tar', ['-xOf', tarball, path], { encoding: 'utf8' });
    const bash = '/var/cache/apt/archives/bash_5.2.37-2+b10_armhf.deb';
    expect(read('./debootstrap/required')).toBe('bash zlib1g\n');
    expect(read('./debootstrap/debpaths').split('\n')[0]).toBe(`bash ${bash}`);
    expect(read(`.${bash}`)).toMatch(/^!<arch>\ndebian-binary/);
    expect(read('./debootstrap/base')).toBe('\n');
    expect(read('./var/lib/apt/lists/mirror.invalid_dists_trixie_main_binary-armhf_Packages')).toBe('');
  });

  test('is dated by its youngest package', async () => {
    expect((await packTarball(places, request)).epoch).toBe(20);
  });
});

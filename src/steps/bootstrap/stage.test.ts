import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withContents } from '../../debian/tar.ts';
import { stage } from './stage.ts';

const folder = mkdtempSync(`${tmpdir()}/mib`);
afterAll(() => rmSync(folder, { recursive: true }));

const places = {
  input: '',
  pool: `${folder}/pool`,
  target: `${folder}/target`,
  scratch: `${folder}/scratch`,
  tools: '',
  standIns: '',
};

/** Makes a package with one file, as dpkg-deb does. */
function deb(name: string, version: string, seconds: number, compression: string): string {
  const tree = `${folder}/${name}`;
  mkdirSync(`${tree}/DEBIAN`, { recursive: true });
  mkdirSync(`${tree}/usr/share/${name}`, { recursive: true });
  const control = {
    Package: name,
    Version: version,
    Architecture: 'all',
    Maintainer: 'mib',
    Description: name,
  };
  const lines = Object.entries(control).map(([key, value]) => `${key}: ${value}\n`);
  writeFileSync(`${tree}/DEBIAN/control`, lines.join(''));
  writeFileSync(`${tree}/usr/share/${name}/text`, `the text of ${name}`);
  const file = `${name}_${version}_all.deb`;
  const env = { ...process.env, SOURCE_DATE_EPOCH: `${seconds}` };
  const args = ['--root-owner-group', `-Z${compression}`, '--build', tree, `${places.pool}/${file}`];
  execFileSync('dpkg-deb', args, { env });
  return file;
}

describe('what debootstrap finds', () => {
  let staged = { tarball: '', epoch: 0 };
  beforeAll(async () => {
    mkdirSync(places.pool);
    const files = [deb('zlib', '1.3', 1_700_000_000, 'xz'), deb('bash', '5.2+b10', 1_600_000_000, 'gzip')];
    const request = { suite: 'trixie', architecture: 'armhf', archives: [], components: ['main'] };
    const packages = files.map((file) => ({ file }));
    staged = await stage(places, { ...request, packages });
  });

  test('is the packages themselves, with the same content', () => {
    for (const file of ['zlib_1.3_all.deb', 'bash_5.2+b10_all.deb']) {
      const inspect = (path: string): string =>
        ['--field', '--contents']
          .map((how) => execFileSync('dpkg-deb', [how, path], { encoding: 'utf8' }))
          .join('');
      expect(inspect(`${places.target}/var/cache/apt/archives/${file}`)).toBe(
        inspect(`${places.pool}/${file}`),
      );
    }
  });

  test('needs no decompression where xz was used', () => {
    const bytes = readFileSync(`${places.target}/var/cache/apt/archives/zlib_1.3_all.deb`, 'latin1');
    expect(bytes).toContain('the text of zlib');
    expect(bytes).toContain('data.tar  ');
  });

  test('is lists of what there is, in a tarball', () => {
    const read = (path: string): string =>
      execFileSync('tar', ['-xOf', staged.tarball, path], { encoding: 'utf8' });
    expect(read('./debootstrap/required')).toBe('bash zlib\n');
    expect(read('./debootstrap/debpaths')).toBe(
      'bash /var/cache/apt/archives/bash_5.2+b10_all.deb\nzlib /var/cache/apt/archives/zlib_1.3_all.deb\n',
    );
    expect(read('./debootstrap/base')).toBe('\n');
    expect(read('./var/lib/apt/lists/mirror.invalid_dists_trixie_main_binary-armhf_Packages')).toBe('');
  });

  test('is dated by its youngest package', () => {
    expect(staged.epoch).toBe(1_700_000_000);
  });

  test('has other contents where that is wanted, and is the same package otherwise', async () => {
    const [changed, same] = [deb('vim', '9', 1, 'xz'), deb('vi', '1', 1, 'xz')];
    const request = { suite: 'trixie', architecture: 'armhf', archives: [], components: ['main'] };
    const packages = [changed, same].map((file) => ({ file }));
    const change = (tar: Uint8Array) =>
      withContents(tar, (name) => (name.endsWith('/vim/text') ? Buffer.from('another text') : undefined));
    const target = `${folder}/changed`;
    await stage({ ...places, target }, { ...request, packages }, change);
    const text = (file: string, path: string): string => {
      const input = execFileSync('dpkg-deb', ['--fsys-tarfile', `${target}/var/cache/apt/archives/${file}`]);
      return execFileSync('tar', ['-xO', path], { input, encoding: 'utf8' });
    };
    expect(text(changed, './usr/share/vim/text')).toBe('another text');
    expect(text(same, './usr/share/vi/text')).toBe('the text of vi');
  });
});

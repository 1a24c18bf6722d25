import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drift, fillIn, overview, readTable } from '../scripts/size-table.mjs';

const TABLE =
  '| MB, compressed | amd64 | arm64 |\n|---|---|---|\n| this image | 5.8 | |\n| `nginx:stable` | 66.1 | |\n';

describe('the table of an image', () => {
  test('says what is known', () => {
    expect(readTable(TABLE)).toEqual({
      sizes: new Map([['amd64', 5.8]]),
      usual: { name: '`nginx:stable`', size: '66.1' },
    });
  });

  test('gets what was measured, and keeps the rest', () => {
    const bytes = new Map([['linux/arm64', 5_649_999]]);
    expect(fillIn(TABLE, bytes)).toBe(TABLE.replace('5.8 | |', '5.8 | 5.6 |'));
  });

  test.each([
    ['up to a tenth it is the same', 6_420_000, []],
    ['above that it is not', 6_450_000, ['6.5 MB for amd64, its README says 5.8']],
    ['nor below', 5_150_000, ['5.2 MB for amd64, its README says 5.8']],
  ])('%s', (_, amd64, drifted) => {
    const bytes = new Map([
      ['linux/amd64', amd64],
      ['linux/arm64', 1],
    ]);
    expect(drift(TABLE, bytes)).toEqual(drifted);
    expect(drift(TABLE, new Map([['linux/arm64', 1]]))).toEqual([]);
  });

  test('is missed', () => {
    expect(() => readTable('# nginx\n')).toThrow('no table with | MB, compressed | and | this image |');
  });
});

describe.each(readdirSync('images'))('images/%s', (name) => {
  const folder = join('images', name);
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');

  test('is what `docker buildx build` looks for', () => {
    expect(readlinkSync(join(folder, 'Dockerfile'))).toBe('Imagefile');
    expect(existsSync(join(folder, 'Imagefile'))).toBe(true);
  });

  test('has a README with the size on amd64', () => {
    expect(readme.split('\n')[0]).toBe(`# ${name}`);
    expect(readTable(readme).sizes.get('amd64')).toBeGreaterThan(0);
  });
});

test('README.md has what the READMEs of the images say', () => {
  const text = readFileSync('README.md', 'utf8');
  const tables = readdirSync('images').map(
    (name) => [name, readTable(readFileSync(`images/${name}/README.md`, 'utf8'))] as const,
  );
  expect(overview(text, tables).text).toBe(text);
});

test('a README without a place for the table is not touched', () => {
  expect(() => overview('# mib\n', [])).toThrow(
    'README.md has no <!-- sizes: made by `make images` --> … <!-- end -->',
  );
});

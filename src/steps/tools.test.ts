import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeDeb } from '../../test/mirror/deb.ts';
import { tools } from './tools.ts';

/** A package whose busybox knows only two of the tools that the running one knows. */
async function unpacked(program: string) {
  const folder = mkdtempSync(join(tmpdir(), 'mib-tools-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { bytes } = await makeDeb({
    name: 'busybox-static',
    version: '1:1.37.0-6',
    architecture: 'riscv64',
    files: {
      [program]: { content: '\0[\0ls\0sha1sum\0', mode: 0o755 },
      '/usr/share/doc/busybox-static/copyright': 'GPL-2\n',
    },
  });
  const busybox = join(folder, 'busybox');
  writeFileSync(busybox, '#!/bin/sh\nprintf "%s\\n" [ busybox ls sha1 vi\n');
  chmodSync(busybox, 0o755);
  mkdirSync(join(folder, 'pool'));
  writeFileSync(join(folder, 'pool/busybox-static_1.37.0-6_riscv64.deb'), bytes);
  const places = {
    pool: join(folder, 'pool'),
    out: join(folder, 'out'),
    scratch: join(folder, 'scratch'),
    busybox,
  };
  return { status: await tools(places), out: places.out };
}

test.each(['/usr/bin/busybox', '/bin/busybox'])(
  'takes %s and links the tools it has, without running it',
  async (path) => {
    const { status, out } = await unpacked(path);
    expect(status).toBe(0);
    expect(readdirSync(join(out, 'debug')).sort()).toEqual(['[', 'busybox', 'ls']);
    expect(lstatSync(join(out, 'debug/busybox')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(out, 'debug/ls'), 'utf8')).toContain('sha1sum');
  },
);

test('leaves what it is and its licence for scanners and lawyers', async () => {
  const { out } = await unpacked('/usr/bin/busybox');
  const read = (path: string) => readFileSync(join(out, path), 'utf8');
  expect(read('var/lib/dpkg/status.d/busybox-static')).toMatch(
    /^Package: busybox-static\nVersion: 1:1\.37\.0-6$/m,
  );
  expect(read('usr/share/doc/busybox-static/copyright')).toBe('GPL-2\n');
});

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../scripts/stand-in-dpkg.sh', import.meta.url));

/** Replaces the native dpkg: records its calls, and configures the packages in `order`. */
const DPKG = `#!/bin/sh
folder=\${0%/bin/dpkg}
case $* in
--print-architecture) echo amd64 ;;
*--no-act*)
	cp "\${1#--admindir=}/status" "$folder/seen"
	cat "$folder/order"
	;;
*) echo "$*" >>"$folder/calls" ;;
esac
`;

const STATUS = 'Package: libapp\nArchitecture: arm64\n\nPackage: app-data\nArchitecture: all\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mib'));
  for (const name of ['bin', 'first', 'database']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'bin/dpkg'), DPKG);
  copyFileSync(SCRIPT, join(folder, 'first/dpkg'));
  for (const name of ['bin/dpkg', 'first/dpkg']) chmodSync(join(folder, name), 0o755);
  writeFileSync(join(folder, 'database/status'), STATUS);
  writeFileSync(join(folder, 'order'), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

function dpkg(...args: readonly string[]): string {
  const env = { PATH: process.env.PATH, DPKG_ADMINDIR: join(folder, 'database'), MIB_ARCHITECTURE: 'arm64' };
  return execFileSync(join(folder, 'first/dpkg'), args, { env, encoding: 'utf8' });
}

function calls(): readonly string[] {
  return readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n');
}

test('the architecture is that of the tree, and there is no other', () => {
  expect(dpkg('--print-architecture')).toBe('arm64\n');
  expect(dpkg('--print-foreign-architectures')).toBe('');
});

test('the architecture of packages is no obstacle', () => {
  dpkg('--unpack', 'app.deb');
  expect(calls()).toEqual(['--force-architecture --force-depends --unpack app.deb']);
});

test('packages are set up as the dpkg of the tree would: each after what it depends on, then triggers', () => {
  const setUp = [
    'Setting up libapp:amd64 (1.0) ...',
    'Processing triggers for libc-bin ...',
    'Setting up app-data (2) ...',
  ];
  writeFileSync(join(folder, 'order'), `${setUp.join('\n')}\n`);
  dpkg('--force-confold', '--status-fd', '10', '--configure', '--pending');
  const forced = '--force-architecture --force-depends --force-confold --status-fd 10 --configure';
  expect(calls()).toEqual([
    `--no-triggers ${forced} libapp`,
    `--no-triggers ${forced} app-data`,
    `${forced} --pending`,
  ]);
  expect(readFileSync(join(folder, 'seen'), 'utf8')).toBe(STATUS.replace('arm64', 'amd64'));
});

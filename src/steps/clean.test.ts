import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('clean.sh', import.meta.url));

const KEPT = [
  'dev',
  'etc/apt/sources.list.d/debian.sources',
  'etc/machine-id',
  'etc/passwd',
  'etc/pam.d/common-auth',
  'var/cache/debconf/config.dat',
  'var/lib/dpkg/status',
  'var/log/btmp',
  'var/log/nginx/access.log',
];

const REMOVED = [
  'dev/null',
  'etc/hostname',
  'etc/passwd-',
  'etc/resolv.conf',
  'tmp/left/over',
  'var/backups/dpkg.status.0',
  'var/cache/apt/archives/dash_1_all.deb',
  'var/cache/apt/pkgcache.bin',
  'var/cache/debconf/config.dat-old',
  'var/cache/ldconfig/aux-cache',
  'var/lib/apt/lists/mirror.example_dists_trixie_InRelease',
  'var/lib/dbus/machine-id',
  'var/lib/dpkg/status-old',
  'var/log/apt/history.log',
  'var/log/dpkg.log',
];

let tree = '';
beforeEach(() => {
  tree = mkdtempSync(`${tmpdir()}/mib`);
});
afterEach(() => {
  rmSync(tree, { recursive: true });
});

/** Every file and every empty folder, by its path in the tree. */
function content(): string[] {
  return readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() || readdirSync(`${entry.parentPath}/${entry.name}`).length === 0)
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(tree.length + 1))
    .sort();
}

describe('cleaning a tree', () => {
  test('removes what the installation left, and nothing else', () => {
    for (const path of [...KEPT, ...REMOVED].filter((path) => path !== 'dev')) {
      mkdirSync(`${tree}/${dirname(path)}`, { recursive: true });
      writeFileSync(`${tree}/${path}`, 'content');
    }
    execFileSync('sh', [SCRIPT, `${tree}/`]);
    const folders = [
      'tmp',
      'var/backups',
      'var/cache/apt/archives',
      'var/cache/ldconfig',
      'var/lib/apt/lists',
    ];
    expect(content()).toEqual([...KEPT, ...folders, 'var/lib/dbus', 'var/log/apt'].sort());
    expect(readFileSync(`${tree}/etc/machine-id`, 'utf8')).toBe('');
  });

  test('is content with an empty one', () => {
    execFileSync('sh', [SCRIPT, tree]);
    expect(content()).toEqual([]);
  });
});

import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { debianArchitectures } from '../../src/debian/architecture.ts';
import type { ReadAt } from '../../src/elf/bytes.ts';
import { isElf, readElf } from '../../src/elf/read.ts';
import { defaultUpstream } from '../mirror/default-upstream.ts';
import { openUpstream } from '../mirror/upstream.ts';

/** What both say of a file, in the same words. */
interface Seen {
  readonly bits: number;
  readonly littleEndian: boolean;
  readonly interpreter: string;
  readonly soname: string;
  readonly needed: readonly string[];
  readonly rpath: string;
  readonly runpath: string;
}

test.each(debianArchitectures())('every ELF file of the base of %s is read as readelf does', async (name) => {
  const tree = mkdtempSync(join(tmpdir(), 'elf-'));
  try {
    await unpackBase(name, tree);
    const files = elfFiles(tree);
    expect(files.length).toBeGreaterThan(500);
    const wrong = files.filter((path) => JSON.stringify(ours(path)) !== JSON.stringify(theirs(path)));
    expect(wrong.map((path) => [path.slice(tree.length), ours(path), theirs(path)])).toEqual([]);
    process.stdout.write(`${name}: ${files.length} ELF files\n`);
  } finally {
    rmSync(tree, { recursive: true });
  }
});

/** The files of the packages that debootstrap would install, and some more. */
async function unpackBase(architecture: string, tree: string): Promise<void> {
  const upstream = openUpstream(defaultUpstream());
  const [packages = []] = await upstream.packages(['trixie'], architecture, []);
  for (const pkg of packages) {
    const file = `${tree}.deb`;
    writeFileSync(file, await upstream.file('debian', pkg));
    execFileSync('dpkg-deb', ['--extract', file, tree]);
    rmSync(file);
  }
}

function elfFiles(tree: string): string[] {
  return readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => withFile(path, (read) => isElf(read(0, 4))))
    .sort();
}

function ours(path: string): Seen {
  const elf = withFile(path, readElf);
  return {
    bits: elf.bits,
    littleEndian: elf.littleEndian,
    interpreter: elf.interpreter ?? '',
    soname: elf.soname ?? '',
    needed: elf.needed,
    rpath: elf.rpath.join(':'),
    runpath: elf.runpath?.join(':') ?? '',
  };
}

function theirs(path: string): Seen {
  const text = execFileSync('readelf', ['-hldW', path], {
    env: { LC_ALL: 'C', PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).toString();
  const entries = (tag: string) =>
    [...text.matchAll(new RegExp(`\\(${tag}\\) .*\\[(.*)\\]$`, 'gm'))].map(([, value = '']) => value);
  return {
    bits: /Class: +ELF(\d+)/.exec(text)?.[1] === '64' ? 64 : 32,
    littleEndian: text.includes("2's complement, little endian"),
    interpreter: /Requesting program interpreter: (.*)\]/.exec(text)?.[1] ?? '',
    soname: entries('SONAME').join(),
    needed: [...entries('NEEDED'), ...entries('FILTER'), ...entries('AUXILIARY')],
    rpath: entries('RUNPATH').length > 0 ? '' : entries('RPATH').join(':'),
    runpath: entries('RUNPATH').join(':'),
  };
}

function withFile<T>(path: string, use: (read: ReadAt) => T): T {
  const file = openSync(path, 'r');
  try {
    return use((offset, length) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    });
  } finally {
    closeSync(file);
  }
}

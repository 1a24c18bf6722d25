import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ElfShape, encodeElf } from '../../test/support/elf/encode.ts';

const SCRIPT = fileURLToPath(new URL('ldconfig.pl', import.meta.url));
const GLIBC = 'GNU C Library (Debian GLIBC 2.41-12) stable release version 2.41.\n';

let tree = '';
beforeEach(() => {
  tree = mkdtempSync(`${tmpdir()}/mib`);
});
afterEach(() => rmSync(tree, { recursive: true }));

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(`${tree}${path}`), { recursive: true });
  writeFileSync(`${tree}${path}`, content);
}

/** A tree of an architecture with a C library. */
function system(triplet: string, shape: ElfShape): (name: string, soname?: string) => void {
  put('/etc/ld.so.conf', 'include /etc/ld.so.conf.d/*.conf\n');
  put('/etc/ld.so.conf.d/app.conf', '# of the application\n/opt/app/lib\n/nowhere\n');
  put(`/usr/lib/${triplet}/libc.so.6`, encodeElf({ ...shape, soname: 'libc.so.6', constants: [GLIBC] }));
  symlinkSync('usr/lib', `${tree}/lib`);
  return (name, soname) => put(name, encodeElf({ ...shape, ...(soname === undefined ? {} : { soname }) }));
}

interface Entry {
  readonly flags: number;
  readonly name: string;
  readonly path: string;
}

function ldconfig(architecture: string): Buffer {
  execFileSync('perl', [SCRIPT, '-r', `${tree}/`], {
    env: { ...process.env, MIB_ARCHITECTURE: architecture },
  });
  return readFileSync(`${tree}/etc/ld.so.cache`);
}

/** `struct cache_file_new` of glibc's elf/dl-cache.h. */
function entries(cache: Buffer, bigEndian = false): Entry[] {
  const word = (at: number) => (bigEndian ? cache.readUInt32BE(at) : cache.readUInt32LE(at));
  const string = (at: number) => cache.toString('latin1', at, cache.indexOf(0, at));
  expect(cache.toString('latin1', 0, 20)).toBe('glibc-ld.so.cache1.1');
  return Array.from({ length: word(20) }, (_, number) => {
    const at = 48 + 24 * number;
    return { flags: word(at), name: string(word(at + 4)), path: string(word(at + 8)) };
  });
}

test('lists what programs may ask for, the highest version first', () => {
  const library = system('aarch64-linux-gnu', { machine: 183 });
  library('/usr/lib/aarch64-linux-gnu/libz.so.1.9', 'libz.so.1');
  library('/usr/lib/aarch64-linux-gnu/libz.so.1.10', 'libz.so.1');
  library('/usr/lib/aarch64-linux-gnu/libplain.so');
  library('/opt/app/lib/libapp.so.2', 'libapp.so.2');
  put('/usr/lib/aarch64-linux-gnu/libtext.so', 'INPUT(libz.so.1)\n');
  put('/usr/lib/aarch64-linux-gnu/libother.so.1', encodeElf({ machine: 62, soname: 'libother.so.1' }));
  const cache = ldconfig('arm64');
  expect(entries(cache)).toEqual(
    [
      ['libz.so.1', '/lib/aarch64-linux-gnu/libz.so.1'],
      ['libplain.so', '/lib/aarch64-linux-gnu/libplain.so'],
      ['libc.so.6', '/lib/aarch64-linux-gnu/libc.so.6'],
      ['libapp.so.2', '/opt/app/lib/libapp.so.2'],
    ].map(([name, path]) => ({ flags: 0x0a03, name, path })),
  );
  expect(readlinkSync(`${tree}/usr/lib/aarch64-linux-gnu/libz.so.1`)).toBe('libz.so.1.10');
  expect(cache.toString('latin1')).toMatch(
    /ldconfig \(Debian GLIBC 2\.41-12\) stable release version 2\.41$/,
  );
});

test('a link for compilers is an entry of its own, one that has another name is not', () => {
  const library = system('aarch64-linux-gnu', { machine: 183 });
  library('/usr/lib/aarch64-linux-gnu/libz.so.1', 'libz.so.1');
  symlinkSync('libz.so.1', `${tree}/usr/lib/aarch64-linux-gnu/libz.so`);
  symlinkSync('/usr/lib/aarch64-linux-gnu/libz.so.1', `${tree}/usr/lib/aarch64-linux-gnu/libold.so.9`);
  expect(entries(ldconfig('arm64')).map(({ name }) => name)).toEqual(['libz.so.1', 'libz.so', 'libc.so.6']);
});

test.each([
  ['armhf', 'arm-linux-gnueabihf', { machine: 40, bits: 32, flags: 0x5000400 }, 0x0903],
  ['armel', 'arm-linux-gnueabi', { machine: 40, bits: 32, flags: 0x5000200 }, 0x0b03],
  ['i386', 'i386-linux-gnu', { machine: 3, bits: 32 }, 0x0003],
  ['ppc64el', 'powerpc64le-linux-gnu', { machine: 21 }, 0x0503],
  ['riscv64', 'riscv64-linux-gnu', { machine: 243 }, 0x1003],
  ['s390x', 's390x-linux-gnu', { machine: 22, littleEndian: false }, 0x0403],
  ['amd64', 'x86_64-linux-gnu', { machine: 62 }, 0x0303],
] as const)('%s has words and flags of its own', (architecture, triplet, shape, flags) => {
  system(triplet, shape);
  expect(entries(ldconfig(architecture), architecture === 's390x')).toEqual([
    { flags, name: 'libc.so.6', path: `/lib/${triplet}/libc.so.6` },
  ]);
});

test('the same tree makes the same bytes', () => {
  system('aarch64-linux-gnu', { machine: 183 })('/usr/lib/libq.so.1', 'libq.so.1');
  expect(ldconfig('arm64').equals(ldconfig('arm64'))).toBe(true);
});

test('what it does not understand fails', () => {
  expect(() => execFileSync('perl', [SCRIPT, '-n', tree], { stdio: 'pipe' })).toThrow('unknown option -n');
});

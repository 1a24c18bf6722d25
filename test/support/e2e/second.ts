import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Second is the other platform that tests build for. */
interface Second {
  readonly platform: string;
  /** The image config's name of its architecture. */
  readonly architecture: string;
  /** Debian's name of its architecture. */
  readonly debian: string;
  readonly triplet: string;
  /** Machine of its ELF files (elf(5), e_machine). */
  readonly machine: number;
}

const I386: Second = {
  platform: 'linux/386',
  architecture: '386',
  debian: 'i386',
  triplet: 'i386-linux-gnu',
  machine: 3,
};

const ARM64: Second = {
  platform: 'linux/arm64',
  architecture: 'arm64',
  debian: 'arm64',
  triplet: 'aarch64-linux-gnu',
  machine: 183,
};

/** A program for i386 in hexadecimal: an ELF header, a program header, and `exit(7)`. */
const EXITING =
  '7f454c460101010000000000000000000200030001000000548004083400000000000000000000003400200001000000' +
  '000000000100000000000000008004080080040860000000600000000500000000100000b801000000bb07000000cd80';

/** The platform that costs least: i386 needs no emulation, but some kernels for amd64 do not run it. */
export const SECOND = runsI386() ? I386 : ARM64;

function runsI386(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'mib-test-'));
  const program = join(folder, 'exits');
  writeFileSync(program, Buffer.from(EXITING, 'hex'), { mode: 0o755 });
  const { status } = spawnSync(program);
  rmSync(folder, { recursive: true });
  return status === 7;
}

import { inflateSync } from 'node:zlib';
import type { ReadAt } from '../../elf/bytes.ts';
import { isElf } from '../../elf/read.ts';
import { sectionNamed } from '../../elf/section.ts';
import { type Library, libraryOf, record, string } from './library.ts';

const LARGEST_LIST = 8 << 20;

/**
 * Returns the crates that `cargo auditable` records in a program: JSON, compressed with zlib, in a section of its own
 * (`rust-secure-code/cargo-auditable`, PARSING.md). Throws if the section is damaged.
 */
export function cratesIn(read: ReadAt, path: string): readonly Library[] {
  if (!isElf(read(0, 4))) return [];
  const section = sectionNamed(read, '.dep-v0');
  if (section === undefined) return [];
  const text = inflateSync(section, { maxOutputLength: LARGEST_LIST }).toString('utf8');
  const { packages } = record(JSON.parse(text));
  const all: readonly unknown[] = Array.isArray(packages) ? packages : [];
  return all
    .map(record)
    .flatMap(({ name, version, kind }) =>
      kind === 'build'
        ? []
        : libraryOf('cargo', string(name), string(version), { licence: undefined, roots: [path] }),
    );
}

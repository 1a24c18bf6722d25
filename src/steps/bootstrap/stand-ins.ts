import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';

/** Places is the `places.json` that scripts/stand-ins.sh writes. */
interface Places {
  readonly loader: string;
  readonly libraries: string;
}

/** StandIns are native programs for a foreign tree. */
export interface StandIns {
  /** Returns the new content of a package's file, or undefined if it stays. `name` is the name in the package. */
  instead(name: string, content: Uint8Array): Uint8Array | undefined;
  /** Adds the loader, libraries and settings that the programs need to the tree. */
  prepare(tree: string): void;
  /** Removes them and restores the foreign programs. */
  restore(tree: string): void;
}

/** The dpkg configuration that makes a native dpkg accept packages of the foreign architecture and their dependencies. */
const SETTINGS = 'etc/dpkg/dpkg.cfg.d/mib-stand-ins';

/**
 * Opens the folder of native programs that replace foreign ones, so that the scripts of packages run at full speed
 * without emulation. They replace files inside the packages and dpkg installs them: it tolerates no others there.
 */
export function openStandIns(folder: string): StandIns {
  const places: Places = JSON.parse(readFileSync(`${folder}/places.json`, 'utf8'));
  const { loader, libraries } = places;
  const programs = new Set(readdirSync(`${folder}/bin`));
  const originals = new Map<string, Uint8Array>();
  let removeLoader = () => {};
  return {
    instead(name, content) {
      const [, path = '', program = ''] = /^\.?\/?((?:usr\/)?s?bin\/([^/]+))$/.exec(name) ?? [];
      if (!programs.has(program) || !isElf(content)) return undefined;
      originals.set(path, Buffer.from(content));
      return program === 'rm' ? careful(places) : readFileSync(`${folder}/bin/${program}`);
    },
    prepare(tree) {
      removeLoader = putLoader(tree, loader, `${folder}/ld.so`);
      cpSync(`${folder}/lib`, `${tree}${libraries}`, { recursive: true });
      cpSync(`${folder}/bin/rm`, `${tree}${libraries}/rm`);
      mkdirSync(`${tree}/etc/dpkg/dpkg.cfg.d`, { recursive: true });
      writeFileSync(`${tree}/${SETTINGS}`, 'force-architecture\nforce-depends\n');
    },
    restore(tree) {
      for (const [path, content] of originals) {
        const { atimeMs, mtimeMs, mode } = lstatSync(`${tree}/${path}`);
        // Overwritten in place: the file may have several hard links.
        writeFileSync(`${tree}/${path}`, content);
        // In a user namespace, writing clears the setuid bit.
        chmodSync(`${tree}/${path}`, mode & 0o7777);
        utimesSync(`${tree}/${path}`, atimeMs / 1000, mtimeMs / 1000);
      }
      rmSync(`${tree}/${SETTINGS}`);
      rmSync(`${tree}${libraries}`, { recursive: true });
      removeLoader();
    },
  };
}

function isElf(content: Uint8Array): boolean {
  return Buffer.from(content.subarray(0, 4)).toString('latin1') === '\x7fELF';
}

/** Returns an rm that leaves the loader's folder: usr-is-merged of bookworm removes it, as no package of the tree has it. */
function careful({ loader, libraries }: Places): Uint8Array {
  const folder = loader.slice(0, loader.lastIndexOf('/'));
  return Buffer.from(`#!/bin/sh\n[ "$*" != '-v ${folder}' ] || exit 0\nexec ${libraries}/rm "$@"\n`);
}

/** Adds the loader. A missing folder of it becomes a link into /usr, as base-files requires. @returns what undoes it */
function putLoader(tree: string, loader: string, from: string): () => void {
  const folder = loader.slice(0, loader.lastIndexOf('/'));
  const missing = [folder, `/usr${folder}`].filter((path) => !existsSync(`${tree}${path}`));
  mkdirSync(`${tree}/usr${folder}`, { recursive: true });
  if (missing.includes(folder)) symlinkSync(`usr${folder}`, `${tree}${folder}`);
  copyFileSync(from, `${tree}${loader}`);
  return () => {
    rmSync(`${tree}${loader}`);
    for (const path of missing) rmSync(`${tree}${path}`, { recursive: true });
  };
}

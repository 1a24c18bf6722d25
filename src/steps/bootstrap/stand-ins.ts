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

/** What scripts/stand-ins.sh says about its folder. */
interface Places {
  readonly loader: string;
  readonly libraries: string;
}

/** Native programs in a foreign tree. */
export interface StandIns {
  /** What a package's file is to be instead; undefined for one that stays. `name` is that in the package. */
  instead(name: string, content: Uint8Array): Uint8Array | undefined;
  /** Puts what the programs need into the tree. */
  prepare(tree: string): void;
  /** Takes it away, and puts the foreign programs back. */
  restore(tree: string): void;
}

/** Tells dpkg, which is made for one architecture, that the packages are right all the same, and what they depend on. */
const SETTINGS = 'etc/dpkg/dpkg.cfg.d/mib-stand-ins';

/**
 * Native programs for the foreign ones that do the same, so that the scripts of packages run at full speed, and without
 * emulation. dpkg itself puts them where they belong, for they lie in the packages: it would not bear others there.
 */
export function openStandIns(folder: string): StandIns {
  const { loader, libraries }: Places = JSON.parse(readFileSync(`${folder}/places.json`, 'utf8'));
  const programs = new Set(readdirSync(`${folder}/bin`));
  const originals = new Map<string, Uint8Array>();
  let removeLoader = () => {};
  return {
    instead(name, content) {
      const [, path = '', program = ''] = /^\.?\/?((?:usr\/)?s?bin\/([^/]+))$/.exec(name) ?? [];
      if (!programs.has(program) || !isElf(content)) return undefined;
      originals.set(path, Buffer.from(content));
      return readFileSync(`${folder}/bin/${program}`);
    },
    prepare(tree) {
      removeLoader = putLoader(tree, loader, `${folder}/ld.so`);
      cpSync(`${folder}/lib`, `${tree}${libraries}`, { recursive: true });
      mkdirSync(`${tree}/etc/dpkg/dpkg.cfg.d`, { recursive: true });
      writeFileSync(`${tree}/${SETTINGS}`, 'force-architecture\nforce-depends\n');
    },
    restore(tree) {
      for (const [path, content] of originals) {
        const { atimeMs, mtimeMs, mode } = lstatSync(`${tree}/${path}`);
        // Not a new file: the archive may have several names for it.
        writeFileSync(`${tree}/${path}`, content);
        // Writing takes the setuid bit away from who is root in a user namespace only.
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

/** Where the loader's folder is missing, it becomes a link into /usr, as base-files wants every such folder to be one. */
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

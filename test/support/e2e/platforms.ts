import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildOk } from './docker.ts';
import { type Config, type Descriptor, type Manifest, readOci, type TarFile } from './oci.ts';

/** PlatformImage is one image of an index. */
export interface PlatformImage {
  readonly platform: string;
  readonly config: Config;
  readonly manifest: Manifest;
  /** Size of the only layer, compressed, in bytes. */
  readonly size: number;
  readonly layer: string;
  readonly files: ReadonlyMap<string, TarFile>;
}

interface Index {
  readonly manifests: readonly (Descriptor & { readonly platform: Platform })[];
}

interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** Builds a folder for several platforms and reads the index. */
export async function builtFor(
  context: string,
  platforms: readonly string[],
  ...args: readonly string[]
): Promise<PlatformImage[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mib-test-'));
  const archive = join(folder, 'image.tar');
  try {
    const output = ['--platform', platforms.join(), '--output', `type=oci,dest=${archive}`];
    await buildOk(context, ...output, ...args);
    const oci = await readOci(archive);
    const { manifests } = oci.json(oci.manifests[0] as Descriptor) as Index;
    return Promise.all(
      manifests.map(async (descriptor) => {
        const { os, architecture, variant } = descriptor.platform;
        const manifest = oci.json(descriptor) as Manifest;
        const layer = manifest.layers[0] as Descriptor;
        return {
          platform: [os, architecture, ...(variant === undefined ? [] : [variant])].join('/'),
          config: oci.json(manifest.config) as Config,
          manifest,
          size: layer.size,
          layer: layer.digest,
          files: await oci.files(layer),
        };
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Returns the files' names, sorted, with names of the architecture replaced by one. Left out are the loader's names, and
 * notes on rebuilds of a package, which are made for one architecture at a time.
 */
export function namesWithout(image: PlatformImage): string[] {
  const names = [...image.files.keys()].filter((name) => !LOADER.test(name) && !REBUILT.test(name));
  return names
    .map((name) => name.replaceAll(TRIPLET, 'TRIPLET').replace(INFO, '$1:ARCH.').replace(DOC, '$1ARCH.'))
    .sort();
}

const TRIPLET = /(x86_64|i386|aarch64|arm|powerpc64le|riscv64|s390x)-linux-gnu(eabi(hf)?)?/g;

/** dpkg's files about a package that can be installed for several architectures at once. */
const INFO = /^(var\/lib\/dpkg\/info\/[^:]+):\w+\./;

/** Notes of Debian's build machines. */
const DOC = /^(usr\/share\/doc\/.*[._])(?:amd64|i386|arm64|armhf)\./;
const REBUILT = /^usr\/share\/doc\/[^/]+\/changelog\.Debian\.\w+\.gz$/;

/** The loader's name and folder, which are part of each architecture's ABI. */
const LOADER = /(^|\/)(ld(64)?-?linux[^/]*\.so\.\d|ld64\.so\.\d)$|^(usr\/)?lib64$/;

import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drift } from '../../scripts/size-table.mjs';
import { buildOk } from './docker.ts';
import { type Config, type Descriptor, type Manifest, readOci, type TarFile } from './oci.ts';

/** An image as a registry would get it. */
export interface Built {
  /** Of the manifest. */
  readonly digest: string;
  readonly config: Config;
  /** Bytes. */
  readonly configSize: number;
  readonly layers: readonly Descriptor[];
  /** The files of its only layer. */
  files(): Promise<ReadonlyMap<string, TarFile>>;
}

/** The name under which the tests keep an image of the family; what the user built under another one stays. */
export function tagOf(name: string): string {
  return `mib-test/${name}`;
}

/** Builds `images/NAME`, and keeps it in the engine as `tagOf(NAME)`. */
export function buildFamily(name: string, ...args: readonly string[]): Promise<Built> {
  return built(join('images', name), '--output', `type=docker,name=${tagOf(name)}`, ...args);
}

/** What of the size of an image is not as `images/NAME/README.md` says; `make images` writes that anew. */
export function driftOf(name: string, { layers, configSize, config }: Built): readonly string[] {
  const bytes = layers.reduce((sum, { size }) => sum + size, configSize);
  const platform = `${config.os}/${config.architecture}`;
  return drift(readFileSync(join('images', name, 'README.md'), 'utf8'), new Map([[platform, bytes]]));
}

/** Builds a folder, and reads the result. */
export async function built(context: string, ...args: readonly string[]): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'mib-test-'));
  const archive = join(folder, 'image.tar');
  try {
    await buildOk(context, '--output', `type=oci,dest=${archive}`, ...args);
    const oci = await readOci(archive);
    const [image] = oci.manifests;
    const manifest = oci.json(image as Descriptor) as Manifest;
    return {
      digest: image?.digest ?? '',
      config: oci.json(manifest.config) as Config,
      configSize: manifest.config.size,
      layers: manifest.layers,
      files: () => oci.files(manifest.layers[0] as Descriptor),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

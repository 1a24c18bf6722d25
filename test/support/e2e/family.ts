import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drift } from '../../../scripts/size-table.mjs';
import { buildOk } from './docker.ts';
import { type Config, type Descriptor, type Manifest, readOci, type TarFile } from './oci.ts';

/** Built is an image in the form in which it would be pushed. */
export interface Built {
  /** Digest of the manifest. */
  readonly digest: string;
  readonly config: Config;
  /** Bytes. */
  readonly configSize: number;
  readonly layers: readonly Descriptor[];
  /** The files of its only layer. */
  files(): Promise<ReadonlyMap<string, TarFile>>;
}

/** Returns the name under which the tests keep an image of the family, so that they do not replace the user's. */
export function tagOf(name: string): string {
  return `mib-test/${name}`;
}

/** Builds `images/NAME` and keeps it in the engine as `tagOf(NAME)`. */
export function buildFamily(name: string, ...args: readonly string[]): Promise<Built> {
  return built(join('images', name), '--output', `type=docker,name=${tagOf(name)}`, ...args);
}

/** Returns how the size of an image differs from `images/NAME/README.md`, which `make images` updates. */
export function driftOf(name: string, { layers, configSize, config }: Built): readonly string[] {
  const bytes = layers.reduce((sum, { size }) => sum + size, configSize);
  const platform = `${config.os}/${config.architecture}`;
  return drift(readFileSync(join('images', name, 'README.md'), 'utf8'), new Map([[platform, bytes]]));
}

/** Builds a folder and reads the result. */
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

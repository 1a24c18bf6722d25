import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BUILD, dockerOk, temporaryFolder } from '../support/e2e/docker.ts';
import { type Descriptor, type Manifest, readOci } from '../support/e2e/oci.ts';

/** SLSA provenance, as far as it is looked at: version 0.2 and 1 name their materials differently. */
interface Statement {
  readonly predicateType: string;
  readonly predicate: {
    readonly materials?: readonly Material[];
    readonly buildDefinition?: { readonly resolvedDependencies: readonly Material[] };
  };
}

interface Material {
  readonly uri: string;
  readonly digest?: Readonly<Record<string, string>>;
}

test('provenance lists the frontend and every package, by checksum', async () => {
  const archive = join(temporaryFolder(), 'image.tar');
  const output = `type=oci,dest=${archive}`;
  const { stderr } = await dockerOk([...BUILD, '--provenance=mode=max', '--output', output, 'images/nginx']);
  const materials = await readMaterials(archive);

  const packages = materials.filter(({ uri }) => uri.endsWith('.deb'));
  // The names of the steps tell how many packages the lock has: those of the base and those that are added to it.
  const [, base] = / bootstrap \w+ \((\d+) packages\)\n/.exec(stderr) ?? [];
  const [, added] = / install .*\((\d+) packages\)\n/.exec(stderr) ?? [];
  expect(packages).toHaveLength(Number(base) + Number(added));
  expect(packages.filter(({ digest }) => !/^[0-9a-f]{64}$/.test(digest?.sha256 ?? ''))).toEqual([]);
  expect(packages.filter(({ uri }) => /\/nginx_[^/]*_amd64\.deb$/.test(uri))).toHaveLength(1);

  const images = materials.filter(({ uri }) => uri.startsWith('pkg:docker/'));
  expect(images).toHaveLength(1);
  expect(images[0]?.uri).toMatch(/^pkg:docker\/mib\/frontend@/);
  expect(images[0]?.digest?.sha256).toMatch(/^[0-9a-f]{64}$/);

  const others = materials.filter(({ uri }) => !uri.endsWith('.deb') && !uri.startsWith('pkg:docker/'));
  expect(others.filter(({ uri }) => !/\/(InRelease|by-hash\/SHA256\/[0-9a-f]{64})$/.test(uri))).toEqual([]);
});

async function readMaterials(path: string): Promise<readonly Material[]> {
  const archive = await readOci(path);
  const [index] = archive.manifests;
  const { manifests } = archive.json(index as Descriptor) as { readonly manifests: readonly Descriptor[] };
  const attestation = manifests.find(
    ({ annotations }) => annotations?.['vnd.docker.reference.type'] === 'attestation-manifest',
  );
  const { layers } = archive.json(attestation as Descriptor) as Manifest;
  const statements = layers.map((layer) => archive.json(layer) as Statement);
  const { predicate } = statements.find(({ predicateType }) =>
    predicateType.includes('provenance'),
  ) as Statement;
  return predicate.buildDefinition?.resolvedDependencies ?? predicate.materials ?? [];
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SpdxDocument } from '../../src/sbom/spdx.ts';
import { spdxFaults } from '../spdx/faults.ts';
import { build, buildOk, dockerOk, temporaryFolder } from './docker.ts';
import { built } from './family.ts';
import { type Descriptor, type Manifest, type OciArchive, readOci, type TarFile } from './oci.ts';

interface Statement {
  readonly predicateType: string;
  readonly predicate: SpdxDocument;
}

type Image = Descriptor & { readonly platform: { readonly architecture: string } };

const ARCHITECTURES = ['amd64', '386'];

test('--sbom=true describes each platform, from what is in its layer', async () => {
  const archive = join(temporaryFolder(), 'image.tar');
  const platforms = ARCHITECTURES.map((architecture) => `linux/${architecture}`).join();
  const options = ['--platform', platforms, '--output', `type=oci,dest=${archive}`];
  const { stderr } = await buildOk('images/nginx', '--sbom=true', ...options);
  expect(stderr.match(/\[linux\/\w+\] list what is in the image$/gm)?.sort()).toHaveLength(2);
  expect(stderr).not.toMatch(/scanner|syft/);

  const oci = await readOci(archive);
  const { manifests } = oci.json(oci.manifests[0] as Descriptor) as { readonly manifests: readonly Image[] };
  const images = manifests.filter(({ platform }) => ARCHITECTURES.includes(platform.architecture));
  expect(images).toHaveLength(2);
  for (const image of images) await compare(oci, image, documentOf(oci, manifests, image));

  const plain = await built('images/nginx', '--platform', 'linux/amd64');
  expect(images.map(({ digest }) => digest)).toContain(plain.digest);
});

function documentOf(oci: OciArchive, manifests: readonly Descriptor[], { digest }: Descriptor): SpdxDocument {
  const attestation = manifests.find(
    ({ annotations }) => annotations?.['vnd.docker.reference.digest'] === digest,
  );
  const [layer, ...others] = (oci.json(attestation as Descriptor) as Manifest).layers;
  expect(others).toEqual([]);
  const { predicateType, predicate } = oci.json(layer as Descriptor) as Statement;
  expect(predicateType).toBe('https://spdx.dev/Document');
  return predicate;
}

async function compare(oci: OciArchive, image: Descriptor, document: SpdxDocument): Promise<void> {
  expect(spdxFaults(document)).toEqual([]);
  const files = await oci.files((oci.json(image) as Manifest).layers[0] as Descriptor);
  const packages = document.packages.filter(({ externalRefs }) => externalRefs !== undefined);
  const described = packages.map(({ name, versionInfo }) => `${name} ${versionInfo}`);
  expect(described).toEqual(installed(String(files.get('var/lib/dpkg/status')?.content)));
  expect(described.length).toBeGreaterThan(10);
  for (const { downloadLocation, packageFileName, checksums } of packages) {
    expect(downloadLocation).toMatch(/^http:.*\/pool\/.*\.deb$/);
    expect(packageFileName).toMatch(/_(amd64|i386|all)\.deb$/);
    expect(checksums?.map(({ checksumValue }) => checksumValue.length)).toEqual([64]);
  }
  expect(packages.filter(({ licenseDeclared }) => licenseDeclared !== 'NOASSERTION').length).toBeGreaterThan(
    8,
  );
  const sums = [...files].flatMap(([name, { header, content }]) =>
    header.type === 'file' ? [`./${name} ${sum('sha1', content)} ${sum('sha256', content)}`] : [],
  );
  const listed = document.files.map(({ fileName, checksums }) =>
    [fileName, ...checksums.map(({ checksumValue }) => checksumValue)].join(' '),
  );
  expect(listed.sort()).toEqual(sums.sort());
}

function installed(status: string): readonly string[] {
  const field = (stanza: string, name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(stanza)?.[1];
  return status
    .trim()
    .split('\n\n')
    .map((stanza) => `${field(stanza, 'Package')} ${field(stanza, 'Version')}`)
    .sort();
}

function sum(algorithm: string, content: TarFile['content']): string {
  return createHash(algorithm).update(content).digest('hex');
}

test('the tools of debug are described with their checksum; a folder gets the document as a file', async () => {
  const folder = temporaryFolder();
  const output = ['--target', 'debug', '--output', `type=local,dest=${folder}`];
  await buildOk('images/nginx', '--sbom=true', ...output);
  const { predicate }: Statement = JSON.parse(readFileSync(join(folder, 'sbom.spdx.json'), 'utf8'));
  expect(spdxFaults(predicate)).toEqual([]);
  const tools = predicate.packages.find(({ name }) => name === 'busybox-static');
  expect(tools?.packageFileName).toMatch(/^busybox-static_.*\.deb$/);
  expect(tools?.checksums).toHaveLength(1);
});

test('without --sbom=true nothing is listed, and a generator that is named is the one that runs', async () => {
  const { stderr } = await dockerOk([
    ...['buildx', 'build', '--progress=plain', '--provenance=mode=max', '--output', 'type=cacheonly'],
    ...['--file', 'images/nginx/Imagefile', 'images/nginx'],
  ]);
  expect(stderr).not.toContain('list what is in the image');
  const generator = '--sbom=generator=127.0.0.1:1/scanner';
  const outcome = await build('images/nginx', generator, '--output', 'type=cacheonly');
  expect(outcome.status).not.toBe(0);
  expect(outcome.stderr).toContain('127.0.0.1:1/scanner');
  expect(outcome.stderr).not.toContain('list what is in the image');
});

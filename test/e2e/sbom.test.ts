import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SpdxDocument } from '../../src/sbom/elements.ts';
import { spdxFaults } from '../spdx/faults.ts';
import { build, buildOk, dockerOk, folder, temporaryFolder } from '../support/e2e/docker.ts';
import { buildFamily, tagOf } from '../support/e2e/family.ts';
import {
  type Descriptor,
  type Manifest,
  type OciArchive,
  readOci,
  type TarFile,
} from '../support/e2e/oci.ts';
import { builtFor } from '../support/e2e/platforms.ts';
import { SECOND } from '../support/e2e/second.ts';
import { repositoryOf } from '../support/e2e/serve.ts';
import { encodeElf } from '../support/elf/encode.ts';
import { encodeGoBuild } from '../support/elf/go.ts';

interface Statement {
  readonly predicateType: string;
  readonly predicate: SpdxDocument;
}

type Image = Descriptor & { readonly platform: { readonly architecture: string } };

const ARCHITECTURES = ['amd64', SECOND.architecture];

test('--sbom=true describes each platform, from what is in its layer', async () => {
  const archive = join(temporaryFolder(), 'image.tar');
  const platforms = ARCHITECTURES.map((architecture) => `linux/${architecture}`);
  const options = ['--platform', platforms.join(), '--output', `type=oci,dest=${archive}`];
  const { stderr } = await buildOk('images/nginx', '--sbom=true', ...options);
  // A step that takes long is named again.
  expect(new Set(stderr.match(/\[linux\/\w+\] write the SBOM$/gm)).size).toBe(2);
  expect(stderr).not.toMatch(/scanner|syft/);

  const oci = await readOci(archive);
  const { manifests } = oci.json(oci.manifests[0] as Descriptor) as { readonly manifests: readonly Image[] };
  const images = manifests.filter(({ platform }) => ARCHITECTURES.includes(platform.architecture));
  expect(images).toHaveLength(2);
  for (const image of images) await compare(oci, image, documentOf(oci, manifests, image));

  const plain = await builtFor('images/nginx', platforms);
  expect(images.map((image) => oci.json(image))).toEqual(plain.map(({ manifest }) => manifest));
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
    expect(packageFileName).toMatch(new RegExp(`_(amd64|${SECOND.debian}|all)\\.deb$`));
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
  const { find } = await described('images/nginx', '--target', 'debug');
  const tools = find('busybox-static');
  expect(tools?.packageFileName).toMatch(/^busybox-static_.*\.deb$/);
  expect(tools?.checksums).toHaveLength(1);
});

/** The document of what a folder makes, which is valid; and who is related to whom, by their names. */
async function described(context: string, ...args: readonly string[]) {
  const output = temporaryFolder();
  await buildOk(context, '--sbom=true', '--output', `type=local,dest=${output}`, ...args);
  const { predicate }: Statement = JSON.parse(readFileSync(join(output, 'sbom.spdx.json'), 'utf8'));
  expect(spdxFaults(predicate)).toEqual([]);
  const { packages, files, relationships } = predicate;
  const names = new Map([
    ...packages.map(({ SPDXID, name }) => [SPDXID, name] as const),
    ...files.map(({ SPDXID, fileName }) => [SPDXID, fileName] as const),
  ]);
  const said = relationships.map(
    ({ spdxElementId, relationshipType, relatedSpdxElement }) =>
      `${names.get(spdxElementId)} ${relationshipType} ${names.get(relatedSpdxElement)}`,
  );
  return { said, find: (name: string) => packages.find((each) => each.name === name) };
}

test('of a program from source, its files, and what it was built with', async () => {
  const { said, find } = await described('images/c-static');
  expect(said).toEqual(
    expect.arrayContaining([
      'hello CONTAINS ./usr/bin/hello',
      'libc6-dev BUILD_DEPENDENCY_OF hello',
      'make BUILD_TOOL_OF hello',
    ]),
  );
  expect(find('libc6-dev')).toMatchObject({
    downloadLocation: expect.stringMatching(/^http:.*\/libc6-dev_[^/]*\.deb$/),
    checksums: [{ algorithm: 'SHA256' }],
  });
});

test('of a Go program from elsewhere, the modules that it is linked from', async () => {
  const lines = ['mod\tapp.example/server\t(devel)\t', 'dep\tlib.example/lib\tv1.2.0\th1:a='];
  const server = encodeElf({ data: encodeGoBuild('go1.24.4', lines) });
  const Imagefile =
    '# syntax=mib/frontend\nfiles: [{from: server, to: /srv/, mode: "0755"}]\nentry: /srv/server\n';
  const context = folder({ Imagefile });
  writeFileSync(join(context, 'server'), server);
  const { said, find } = await described(context);
  expect(said).toEqual(
    expect.arrayContaining([
      './srv/server GENERATED_FROM app.example/server',
      './srv/server STATIC_LINK lib.example/lib',
    ]),
  );
  const purls = ['app.example/server', 'lib.example/lib', 'stdlib'].map(
    (name) => find(name)?.externalRefs?.[0]?.referenceLocator,
  );
  expect(purls).toEqual([
    'pkg:golang/app.example/server',
    'pkg:golang/lib.example/lib@v1.2.0',
    'pkg:golang/stdlib@v1.24.4',
  ]);
});

test('of a repository, the commit that its branch is at', async () => {
  const path = folder({ made: 'first\n' });
  const { url, commit } = await repositoryOf(path);
  writeFileSync(join(path, 'made'), 'second\n');
  const head = commit('second');
  const source = `{name: made, source: {git: "${url}", ref: main}, run: ["true"], output: [made: /etc/debian_version]}`;
  const Imagefile = `# syntax=mib/frontend\nentry: [/usr/bin/cat, /etc/debian_version]\nbuild: [${source}]\n`;
  const { said, find } = await described(folder({ Imagefile }));
  expect(find('made')).toMatchObject({ versionInfo: 'main', downloadLocation: `git+${url}@${head}` });
  expect(said).toContain('made CONTAINS ./etc/debian_version');
});

test('on a base image, its packages as well as the further ones', async () => {
  await buildFamily('base');
  const Imagefile = `# syntax=mib/frontend\nfrom: ${tagOf('base')}\npackages: [tree]\nprune: none\n`;
  const { said, find } = await described(folder({ Imagefile }));
  expect(said).toContain(`image DESCENDANT_OF ${tagOf('base')}`);
  expect(find(tagOf('base'))?.versionInfo).toMatch(/^sha256:/);
  expect(said).toEqual(expect.arrayContaining(['image CONTAINS bash', 'tree CONTAINS ./usr/bin/tree']));
  expect(find('tree')?.downloadLocation).toMatch(/\/tree_[^/]*\.deb$/);
  expect(find('bash')).toMatchObject({
    downloadLocation: 'NOASSERTION',
    externalRefs: [{ referenceLocator: expect.stringMatching(/^pkg:deb\/debian\/bash@.*&distro=debian-13/) }],
  });
});

test('without --sbom=true nothing is listed, and a generator that is named is the one that runs', async () => {
  const { stderr } = await dockerOk([
    ...['buildx', 'build', '--progress=plain', '--provenance=mode=max', '--output', 'type=cacheonly'],
    ...['--file', 'images/nginx/Imagefile', 'images/nginx'],
  ]);
  expect(stderr).not.toContain('write the SBOM');
  const generator = '--sbom=generator=127.0.0.1:1/scanner';
  const outcome = await build('images/nginx', generator, '--output', 'type=cacheonly');
  expect(outcome.status).not.toBe(0);
  expect(outcome.stderr).toContain('127.0.0.1:1/scanner');
  expect(outcome.stderr).not.toContain('write the SBOM');
});

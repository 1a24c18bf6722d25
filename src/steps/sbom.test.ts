import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { spdxFaults } from '../../test/spdx/faults.ts';
import type { SpdxDocument } from '../sbom/elements.ts';
import { sbom } from './sbom.ts';

function places() {
  const root = mkdtempSync(join(tmpdir(), 'mib-sbom-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const image = join(root, 'image');
  mkdirSync(join(image, 'srv'), { recursive: true });
  writeFileSync(join(image, 'srv/large'), Buffer.alloc((1 << 20) + 1));
  linkSync(join(image, 'srv/large'), join(image, 'srv/same'));
  symlinkSync('/etc/passwd', join(image, 'srv/link'));
  const request = { name: 'app', created: '2025-08-09T00:00:00Z', suite: 'trixie', debs: [], builds: [] };
  writeFileSync(join(root, 'request.json'), JSON.stringify(request));
  const read = (): SpdxDocument => JSON.parse(readFileSync(join(root, 'sbom.spdx.json'), 'utf8'));
  return { request: join(root, 'request.json'), image, out: root, read };
}

test('describes a folder', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { read, ...rest } = places();
  expect(await sbom(rest)).toBe(0);
  const document = read();
  expect(spdxFaults(document)).toEqual([]);
  expect(document.files.map(({ fileName }) => fileName)).toEqual(['./srv/large', './srv/same']);
  expect(document.files[0]?.checksums).toEqual(document.files[1]?.checksums);
  // The checksum of 1,048,577 zeros, as sha1sum(1) has it.
  expect(document.files[0]?.checksums[0]?.checksumValue).toBe('a84d35eda74338bd79a432f77d73f8ab5eb91902');
  expect(said).toHaveBeenCalledWith('packages: 0, files: 2\n');
});

test('finds what was built where a link leads', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { read, ...rest } = places();
  symlinkSync('srv', join(rest.image, 'bin'));
  const request = JSON.parse(readFileSync(rest.request, 'utf8'));
  const builds = [{ name: 'made', outputs: ['/bin/large'], debs: [] }];
  writeFileSync(rest.request, JSON.stringify({ ...request, builds }));
  expect(await sbom(rest)).toBe(0);
  const { files, relationships } = read();
  const made = relationships.filter(({ spdxElementId }) => spdxElementId === 'SPDXRef-Build-1');
  expect(made.map((each) => each.relatedSpdxElement)).toEqual([files[0]?.SPDXID]);
});

test('says when there are too many files', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { read, ...rest } = places();
  expect(await sbom(rest, 1)).toBe(0);
  expect(read().files).toEqual([]);
  expect(said).toHaveBeenCalledWith('left out: all 2 files, which are more than an SBOM can hold\n');
});

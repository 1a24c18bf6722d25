/** What scanners find in thin images. Only `make scan` runs it: the scanners are large, and built from source. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { buildOk, docker, dockerOk, temporaryFolder } from '../support/e2e/docker.ts';
import { tagOf } from '../support/e2e/family.ts';
import { readGraph } from '../support/e2e/report.ts';
import { syft, syftInSbom, trivy, trivyInSbom } from '../support/e2e/scanners.ts';
import { printTable } from '../support/e2e/table.ts';

const IMAGES = ['images/nginx', 'images/redis', 'images/curl', 'images/python', 'images/git'];

const FORMAT =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own notation
  '${binary:Package} ${Package} ${Architecture} ${Version} ${source:Package} ${source:Version}\\n';

const HEAD = ['image', 'packages', 'licences by syft', 'by trivy', 'files by syft', 'by trivy'];
const rows: string[][] = [];

test.each(IMAGES)(
  '%s: exactly the packages that its files are from, in the image and in its SBOM',
  async (context) => {
    const archive = join(temporaryFolder(), 'image.tar');
    await buildOk(context, '--output', `type=docker,dest=${archive}`);
    const expected = await contributing(context);
    const found = [syft(archive), trivy(archive)];
    for (const { packages } of found) expect(packages).toEqual(expected);
    const folder = temporaryFolder();
    await buildOk(context, '--sbom=true', '--output', `type=local,dest=${folder}`);
    const sbom = join(folder, 'sbom.spdx.json');
    // Of an attestation they read what it says, not who says it of what.
    writeFileSync(sbom, JSON.stringify(JSON.parse(readFileSync(sbom, 'utf8')).predicate));
    for (const { packages } of [syftInSbom(sbom), trivyInSbom(sbom)]) expect(packages).toEqual(expected);
    // The text of a copyright file is one, so syft has something for each.
    expect(found[0]?.licensed).toBe(expected.length);
    const numbers = (['licensed', 'files'] as const).flatMap((what) =>
      found.map((each) => String(each[what])),
    );
    rows.push([context, String(expected.length), ...numbers]);
  },
);

afterAll(() => printTable([HEAD, ...rows]));

/** What dpkg itself says, in the tree before the pruning, of the packages that more than a licence is from. */
async function contributing(context: string): Promise<readonly string[]> {
  const tag = tagOf('scan-tree');
  await buildOk(context, '--target', 'tree', '--output', `type=docker,name=${tag}`);
  onTestFinished(async () => void (await docker(['image', 'rm', '--force', tag])));
  const query = ['run', '--rm', '--entrypoint', 'dpkg-query', tag, '--show', '--showformat', FORMAT];
  const lines = (await dockerOk(query)).stdout.trimEnd().split('\n');
  const nodes = [...(await readGraph(context)).values()];
  const names = nodes
    .filter(({ type, reasons }) => type !== 'folder' && reasons.some(({ kind }) => kind !== 'licence'))
    .flatMap(({ packages = [] }) => packages);
  const found = new Set(names);
  return lines
    .map((line) => line.split(' '))
    .filter(([name = '']) => found.has(name))
    .map(([, ...fields]) => fields.join(' '))
    .sort();
}

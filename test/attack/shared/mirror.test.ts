/** A mirror, or somebody between it and the engine, that sends what no archive has. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Mirror } from '../../mirror/index.ts';
import { lockOf, SYNTAX, startArchive } from '../../support/e2e/archive.ts';
import { folder } from '../../support/e2e/docker.ts';
import { failure } from '../../support/e2e/progress.ts';
import { serve } from '../../support/e2e/serve.ts';

const YEAR = 365 * 86_400_000;

let mirror: Mirror;

beforeAll(async () => {
  mirror = await startArchive({ suites: ['trixie', 'trixie-updates', 'trixie-security', 'extra'] });
  await mirror.addPackage({ name: 'apt', version: '1', fields: { Priority: 'required' } });
  await mirror.addPackage({ name: 'good', version: '1' });
  mirror.setRelease('extra', { signature: 'stranger' });
  await mirror.publish();
});
afterAll(() => mirror.close());
afterEach(async () => {
  mirror.setRelease('trixie', {});
  await mirror.publish();
});

/** The lock of an Imagefile with these lines, of which the first is line 2. */
function ask(lines: string, url = mirror.url) {
  const context = folder({ Imagefile: `${SYNTAX}\n${lines}entry: /x\n`, 'key.asc': mirror.strangerKey });
  return lockOf(context, '--build-arg', `MIB_MIRROR=${url}`);
}

test('a list that fills the disk when it is decompressed is not decompressed further', async () => {
  // 600 MB of zeros. Nothing is signed: whoever can change the answers of a mirror can send this.
  const bomb = execFileSync('sh', ['-c', 'head -c 600000000 /dev/zero | xz -0'], { maxBuffer: 1 << 24 });
  const sum = createHash('sha256').update(bomb).digest('hex');
  const release = `Suite: trixie\nCodename: trixie\nDate: ${new Date().toUTCString()}\nArchitectures: amd64\nComponents: main\nSHA256:\n ${sum} ${bomb.length} main/binary-amd64/Packages.xz\n`;
  const files = Object.fromEntries(
    ['debian/dists/trixie', 'debian/dists/trixie-updates', 'debian-security/dists/trixie-security'].flatMap(
      (suite) => [
        [`${suite}/InRelease`, release],
        [`${suite}/main/binary-amd64/Packages.xz`, bomb],
      ],
    ),
  );
  const url = `${await serve(files)}debian`;
  expect(failure(await ask('packages: [good]\n', url))).toMatchObject({
    status: 1,
    marked: ['Imagefile:2'],
    message:
      'Imagefile:2: the index of suite "trixie" is not one that an archive would have [invalid-index]\n' +
      '  check that the mirror serves it unchanged\n' +
      '  the list of main for amd64 has more than 419430400 bytes',
  });
});

test('a version that climbs out of a folder is refused, though a stranger signed it and apt takes it', async () => {
  const name = `evil${Date.now()}`;
  await mirror.addPackage({ name, version: '1/../../../etc/cron.d/x', suite: 'extra' });
  await mirror.publish();
  const repository = `repositories:\n  - {url: "${mirror.url}", suite: extra, key: key.asc}\n`;
  expect(failure(await ask(`packages: [${name}]\n${repository}`))).toMatchObject({
    status: 1,
    marked: ['Imagefile:4'],
    message:
      `Imagefile:4: the index of repository "${mirror.url} extra" is not one that an archive would have [invalid-index]\n` +
      '  tell its maintainers\n' +
      `  package "${name}" has the Version "1/../../../etc/cron.d/x"`,
  });
});

test('two fields Filename, of which apt takes the other one, are refused', async () => {
  const name = `evil${Date.now()}`;
  const { path } = await mirror.addPackage({
    name,
    version: '1',
    suite: 'extra',
    fields: { filename: '../../x.deb' },
  });
  await mirror.publish();
  const repository = `repositories:\n  - {url: "${mirror.url}", suite: extra, key: key.asc}\n`;
  expect(failure(await ask(`packages: [${name}]\n${repository}`))).toMatchObject({
    status: 1,
    marked: ['Imagefile:4'],
    message: expect.stringContaining(
      `[invalid-index]\n  tell its maintainers\n  apt would fetch "${path}", the Filename of no entry`,
    ),
  });
});

test('a clock that is years behind or ahead is told by the dates of the index', async () => {
  mirror.setRelease('trixie', { date: new Date(Date.now() + 3 * YEAR) });
  await mirror.publish();
  const behind = await ask('packages: [good]\n');
  expect(behind.status, behind.stderr).toBe(0);
  mirror.setRelease('trixie', {
    date: new Date(Date.now() - 3 * YEAR),
    validUntil: new Date(Date.now() - 2 * YEAR),
  });
  await mirror.publish();
  expect(failure(await ask('packages: [good]\n')).message).toContain('[expired-index]');
});

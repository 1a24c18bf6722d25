// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of the Imagefile
import { expect, test } from 'vitest';
import { differences, explained } from '../platforms/differences.ts';
import { build, docker, folder } from '../support/e2e/docker.ts';
import { built } from '../support/e2e/family.ts';
import { builtFor, namesWithout } from '../support/e2e/platforms.ts';
import { failure } from '../support/e2e/progress.ts';
import { SECOND } from '../support/e2e/second.ts';

const BOTH = ['linux/amd64', SECOND.platform];

test('one command makes an index, and its images differ by what the architecture names', async () => {
  const images = await builtFor('images/nginx', BOTH);
  expect(images.map(({ platform }) => platform)).toEqual(BOTH);
  const [amd64, other] = images;
  if (amd64 === undefined || other === undefined) throw new Error('two images are wanted');
  expect(amd64.config).toMatchObject({ os: 'linux', architecture: 'amd64' });
  expect(other.config).toMatchObject({ os: 'linux', architecture: SECOND.architecture });
  expect(amd64.config.config).toEqual(other.config.config);
  expect(differences(amd64, other)).toEqual(explained('nginx', SECOND.platform));
  expect(other.size / amd64.size).toBeGreaterThan(0.85);
  expect(other.size / amd64.size).toBeLessThan(1.15);
});

test('an index of one is an index', async () => {
  const args = ['--build-arg', 'BUILDKIT_MULTI_PLATFORM=1'];
  const images = await builtFor('images/nginx', ['linux/amd64'], ...args);
  expect(images.map(({ platform }) => platform)).toEqual(['linux/amd64']);
});

const HEAD = '# syntax=mib/frontend\nentry: /usr/bin/cat\n';

test('a package that one platform lacks is said once, with those that have it', async () => {
  const context = folder({ Imagefile: `${HEAD}packages:\n  - grub-efi-arm64-bin\n  - nginx-ligth\n` });
  const args = ['buildx', 'build', '--progress=plain', '--platform', 'linux/amd64,linux/386'];
  const outcome = await docker([...args, '--file', `${context}/Imagefile`, context]);
  expect(failure(outcome)).toMatchObject({
    status: 1,
    message:
      'Imagefile:4: package "grub-efi-arm64-bin" is not built for amd64, only for arm64 [package-not-on-architecture]\n' +
      '  write "grub-efi-arm64-bin[arm64]" to leave it out elsewhere\n' +
      'Imagefile:4: package "grub-efi-arm64-bin" is not built for i386, only for arm64 [package-not-on-architecture]\n' +
      '  write "grub-efi-arm64-bin[arm64]" to leave it out elsewhere\n' +
      'Imagefile:5: package "nginx-ligth" does not exist in trixie [unknown-package]\n' +
      '  did you mean "nginx-light"?',
  });
});

test('a package with a list of platforms is there on those, and nowhere else', {
  tags: ['long'],
}, async () => {
  const Imagefile = `${HEAD}packages: ["tree[${SECOND.architecture}]"]\nkeep: ["/usr/bin/t{e,re}*"]\n`;
  const context = folder({ Imagefile });
  const images = await builtFor(context, BOTH);
  expect(images.map(({ files }) => files.has('usr/bin/tree'))).toEqual([false, true]);
  const alone = await built(context, '--platform', 'linux/amd64');
  expect(alone.layers.map(({ digest }) => digest)).toEqual([images[0]?.layer]);
});

test('a file, a command and a setting may be of the platform', { tags: ['long'] }, async () => {
  const { architecture } = SECOND;
  const file = `bin/${architecture}`;
  const Imagefile =
    `${HEAD}files: ["bin/\${TARGETARCH}": /etc/debian_version]\n` +
    'environment: {ON: "${TARGETPLATFORM}"}\n' +
    "run: [[grep, -qx, '${TARGETARCH}', /etc/debian_version]]\n";
  const context = folder({ Imagefile, 'bin/amd64': 'amd64\n', [file]: `${architecture}\n` });
  const images = await builtFor(context, BOTH);
  const told = images.map(({ files, config }) => [
    String(files.get('etc/debian_version')?.content),
    config.config.Env,
  ]);
  expect(told).toMatchObject([
    ['amd64\n', expect.arrayContaining(['ON=linux/amd64'])],
    [`${architecture}\n`, expect.arrayContaining([`ON=${SECOND.platform}`])],
  ]);
  const outcome = await build(folder({ Imagefile, 'bin/amd64': '' }), '--platform', BOTH.join());
  expect(failure(outcome)).toMatchObject({
    marked: ['Imagefile:3'],
    message: `Imagefile:3: "${file}" is not in the build context, or an ignore file excludes it [missing-context-file]`,
  });
});

test('a foreign platform gets the same files; its check is traced and is a gate', async () => {
  const Imagefile = `${HEAD}check: [cat /etc/debian_version]\n`;
  const images = await builtFor(folder({ Imagefile }), ['linux/amd64', 'linux/arm64']);
  const [amd64, arm64] = images;
  if (amd64 === undefined || arm64 === undefined) throw new Error('two images are wanted');
  expect(arm64.config).toMatchObject({ os: 'linux', architecture: 'arm64' });
  expect(namesWithout(arm64)).toEqual(namesWithout(amd64));
  const { content } = arm64.files.get('usr/bin/cat') ?? { content: Buffer.alloc(0) };
  const EM_AARCH64 = 183;
  expect(content.readUInt16LE(18)).toBe(EM_AARCH64);
  // The script of systemd wants all folders of programs and libraries to be in /usr.
  const failing = folder({ Imagefile: `${HEAD}packages: [systemd]\ncheck: [cat /missing]\n` });
  const outcome = await build(failing, '--platform', 'linux/arm64');
  expect(failure(outcome)).toMatchObject({ status: 1, marked: ['Imagefile:4'] });
});

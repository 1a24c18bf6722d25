import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dockerOk, folder, run } from '../support/e2e/docker.ts';
import { tagOf } from '../support/e2e/family.ts';
import { startRegistry } from '../support/e2e/static-registry.ts';
import { runStep } from '../support/e2e/workflow.ts';

/** Stands in for a registry: what would be pushed has to be there. */
const PUSH = `#!/bin/sh
docker=$(PATH=\${PATH#*:} command -v docker)
[ "$1" = push ] && exec "$docker" image inspect --format "pushed $2" "$2"
exec "$docker" "$@"
`;

test('the workflow publishes the frontend of the checkout', { tags: ['long'] }, async () => {
  const bin = folder({ docker: PUSH });
  chmodSync(join(bin, 'docker'), 0o755);
  const FRONTEND = tagOf('frontend');
  const PATH = `${bin}:${process.env.PATH}`;
  const { status, stdout, stderr } = await runStep('Publish the frontend of this commit', '.', {
    FRONTEND,
    PATH,
  });
  expect(status, stderr).toBe(0);
  expect(stdout).toContain(`pushed ${FRONTEND}\n`);
  const ids = await dockerOk(['image', 'inspect', '--format={{.Id}}', 'mib/frontend', FRONTEND]);
  expect(new Set(ids.stdout.trim().split('\n')).size).toBe(1);
  await dockerOk(['image', 'rm', FRONTEND]);
});

test('the workflow tells an image whose size is not what its README says', async () => {
  const registry = await startRegistry('--provenance=true');
  const REGISTRY = registry.image.replace(/\/.*/, '');
  const compare = () =>
    runStep('Compare their sizes with what the READMEs say', '.', { REGISTRY, TARGETS: 'nginx' });
  await registry.publish('images/nginx');
  expect(await compare()).toEqual({ status: 0, stdout: '', stderr: '' });
  await registry.publish(folder({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /\n' }));
  expect(await compare()).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^the sizes differ .*\n {2}nginx: 0\.0 MB for amd64, its README says \d\.\d\n$/,
    ),
  });
});

test('a family that goes in a circle is refused', async () => {
  const target = (name: string, base: string) =>
    `target "${name}" {\n  contexts = { below = "target:${base}" }\n}\n`;
  const cwd = folder({ 'docker-bake.hcl': target('a', 'b') + target('b', 'a') });
  const outcome = await run(process.execPath, [join(process.cwd(), 'scripts/cascade.mjs'), 'a'], { cwd });
  expect(outcome).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^ERROR: infinite loop from [ab] to [ab]\n$/),
  });
});

test('sizes of an image that is not there are an error of one line', async () => {
  const env = { ...process.env, REGISTRY: 'mib-test/none' };
  expect(await run(process.execPath, ['scripts/sizes.mjs', 'curl'], { env })).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^the image mib-test\/none\/curl, which "docker buildx bake" makes, cannot be read: .*mib-test\/none\/curl.*\n$/,
    ),
  });
});

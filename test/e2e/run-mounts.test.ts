import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build, folder } from '../support/e2e/docker.ts';
import { built } from '../support/e2e/family.ts';
import { failure } from '../support/e2e/progress.ts';

/** Three commands: the second finds the cache of the first, the third finds nothing of what they were given. */
const imagefile = (cache: string) => `# syntax=mib/frontend
entry: /usr/bin/test
environment: {TOKEN: none}
keep: [/srv/proof]
run:
  - run: [sh, -ec, '
      test "$TOKEN $(cat /run/secrets/token /root/.token)" = "hidden hiddenhidden";
      test -S "$SSH_AUTH_SOCK"; test ! -e /run/secrets/other; test ! -e /run/buildkit/ssh_agent.1;
      echo proven >/var/cache/app/proof']
    secrets: [token, {id: token, target: /root/.token, env: TOKEN}, {id: other, required: false}]
    ssh: [default, {id: other, required: false}]
    cache: [{target: /var/cache/app, id: ${cache}, sharing: locked}]
  - {run: cp /mnt/app/proof /srv/proof, cache: [{target: /mnt/app, id: ${cache}}]}
  - [sh, -ec, 'test "$TOKEN" = none; cd /; test -z "$(ls -d run/secrets run/buildkit root/.token var/cache/app mnt/app)"']
`;

test('a command is given secrets, an agent and a cache, and nothing of them stays', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const context = folder({ Imagefile: imagefile(`mib-test-${Date.now()}`), token: 'hidden', key });
  const given = [`--secret=id=token,src=${join(context, 'token')}`, `--ssh=default=${join(context, 'key')}`];
  const image = await built(context, ...given);
  expect(JSON.stringify(image.config)).not.toContain('hidden');
  const files = await image.files();
  expect(String(files.get('srv/proof')?.content)).toBe('proven\n');
  expect([...files.values()].filter(({ content }) => String(content).includes('hidden'))).toEqual([]);
});

test.each([
  ['secrets: [token]', 'secret token: not found'],
  ['ssh: [default]', 'unset ssh forward key default'],
])('what a command needs and nobody gives ends the build, at its lines: %s', async (line, message) => {
  const Imagefile = `# syntax=mib/frontend\nentry: /usr/bin/test\nrun:\n  - run: "true"\n    ${line}\n`;
  const outcome = await build(folder({ Imagefile }));
  expect(failure(outcome)).toMatchObject({ status: 1, marked: ['Imagefile:4', 'Imagefile:5'], message });
});

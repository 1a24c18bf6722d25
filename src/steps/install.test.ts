import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** Creates accounts by programs that only note their arguments, a word a line. */
function calls(...accounts: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'mib-install-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const log = join(folder, 'log');
  for (const name of ['groupadd', 'useradd', 'mkdir', 'chown', 'chmod']) {
    writeFileSync(join(folder, name), `#!/bin/sh\nprintf '%s\\n' ${name} "$@" >>'${log}'\n`);
    chmodSync(join(folder, name), 0o755);
  }
  copyFileSync('src/steps/install.sh', join(folder, 'install'));
  writeFileSync(join(folder, 'clean'), '');
  execFileSync('sh', [join(folder, 'install'), ...accounts], { env: { PATH: `${folder}:/usr/bin:/bin` } });
  return readFileSync(log, 'utf8').split('\n');
}

test.each(['/us*', '/home/a [b]', '/home/~?'])('the home %s of an account is what was written', (home) => {
  const words = calls(`mib-app:4123456789:4123456789:${home}`);
  expect(words[words.indexOf('--home-dir') + 1]).toBe(home);
  expect(words.slice(words.indexOf('mkdir'), words.indexOf('chown'))).toEqual(['mkdir', '-p', home]);
});

test('says that the disk is full', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mib-install-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const words = 'dpkg: error processing archive a.deb: cannot write: No space left on device';
  writeFileSync(join(folder, 'apt-get'), `#!/bin/sh\necho Setting up a\necho '${words}'\nexit 100\n`);
  chmodSync(join(folder, 'apt-get'), 0o755);
  writeFileSync(join(folder, 'a.deb'), '');
  const script = readFileSync('src/steps/install.sh', 'utf8')
    .replace('pool=/.mib-pool', `pool=${folder}`)
    .replace('policy=/usr/sbin', `policy=${folder}`);
  writeFileSync(join(folder, 'install'), script);
  const { status, stderr } = spawnSync('sh', [join(folder, 'install')], {
    env: { PATH: `${folder}:/usr/bin:/bin` },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr:
      `${words}\n` +
      "install: no space is left on the engine's disk [disk-full]\n" +
      '  free some, for example with docker buildx prune, and build again\n',
  });
});

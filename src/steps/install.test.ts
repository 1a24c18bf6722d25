import { execFileSync } from 'node:child_process';
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

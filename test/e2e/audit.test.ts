import { expect, test } from 'vitest';
import { BUILD, build, docker, folder } from '../support/e2e/docker.ts';
import { failure } from '../support/e2e/progress.ts';

const IMAGEFILE = `# syntax=mib/frontend
packages:
  - hostname
entry: [/usr/bin/cat, /etc/debian_version]
check:
  - cat /etc/debian_version
  - sh -c "cat /etc/debian_version"
volumes:
  - /srv/own
  - /var/log
`;

function audit(context: string, call = 'audit') {
  return docker([...BUILD, `--call=${call}`, '--file', `${context}/Imagefile`, context]);
}

const SHELL = 'shell-in-image: "/usr/bin/dash" is a shell: a check starts it';

test('a tree that is suspicious is told of by the step, and with its lines by --call=audit', async () => {
  const context = folder({ Imagefile: IMAGEFILE });
  const { status, stdout } = await audit(context);
  expect(status).toBe(1);
  expect(stdout).toContain(
    'WARNING: shell-in-image - docs/lint.md#shell-in-image\nImagefile:7: "/usr/bin/dash" is a shell: a check starts it\n',
  );
  expect(stdout).toContain(
    'WARNING: unused-package - docs/lint.md#unused-package\nImagefile:3: no file of the package "hostname" is in the image\n',
  );
  expect(stdout).toContain(
    'WARNING: unwritable-volume - docs/lint.md#unwritable-volume\nImagefile:10: "/var/log" belongs to 0:0 with mode 0755, so 65532:65532 cannot write to it\n',
  );
  const json = JSON.parse((await audit(context, 'audit,format=json')).stdout);
  expect(json.warnings).toMatchObject([
    { ruleName: 'shell-in-image', location: { ranges: [{ start: { line: 7 } }] } },
    { ruleName: 'unused-package', location: { ranges: [{ start: { line: 3 } }] } },
    { ruleName: 'unwritable-volume', location: { ranges: [{ start: { line: 10 } }] } },
  ]);
});

test('skip and error=true hold for the tree, too', async () => {
  const directive = '# check=skip=unused-package;error=true\n';
  const context = folder({ Imagefile: IMAGEFILE.replace('\n', `\n${directive}`) });
  const outcome = await build(context, '--output', 'type=cacheonly');
  expect(outcome.stderr).toContain(` warning: ${SHELL} (docs/lint.md#shell-in-image)\n`);
  expect(outcome.stderr).not.toContain('unused-package: nothing');
  expect(failure(outcome)).toMatchObject({ status: 1, marked: ['Imagefile:2'] });
  expect(outcome.stderr).toContain(` ${SHELL} [lint-failed]\n`);
});

test.each(['nginx', 'base'])('images/%s is not suspicious', async (name) => {
  expect(await audit(`images/${name}`)).toMatchObject({ status: 0, stdout: '' });
});

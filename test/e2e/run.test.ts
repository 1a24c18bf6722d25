import { expect, test } from 'vitest';
import { build, folder } from '../support/e2e/docker.ts';
import { built } from '../support/e2e/family.ts';
import { failure } from '../support/e2e/progress.ts';

/** An Imagefile of Debian's base, with these lines of `run`, which begin at line 4. */
function imagefile(...lines: readonly string[]): string {
  const run = lines.map((line) => `  - ${line}\n`).join('');
  return `# syntax=mib/frontend\nentry: /usr/bin/test\nrun:\n${run}keep: [/etc/second]\n`;
}

test('run makes files in the full tree, as root, of which the image has what is kept', async () => {
  const first = `[sh, -c, 'echo "$(id -u) $SOURCE_DATE_EPOCH" >/etc/first']`;
  const image = await built(folder({ Imagefile: imagefile(first, 'cp /etc/first /etc/second') }));
  const files = await image.files();
  const second = files.get('etc/second');
  expect(String(second?.content)).toBe('0 1754697600\n');
  expect(second?.header).toMatchObject({ uid: 0, mode: 0o644, mtime: new Date('2025-08-09') });
  expect(files.has('etc/first')).toBe(false);
});

test('a command that fails ends the build, at its line', async () => {
  const lines = ['"true"', '[sh, -c, "echo not today >&2; exit 3"]'];
  expect(await failure(await build(folder({ Imagefile: imagefile(...lines) })))).toEqual({
    status: 1,
    marked: ['Imagefile:5'],
    message: 'process "sh -c echo not today >&2; exit 3" did not complete successfully: exit code: 3',
    said: { 'run sh -c "echo not today >&2; exit 3"': 'not today' },
  });
});

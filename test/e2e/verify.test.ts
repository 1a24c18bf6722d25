import { expect, test } from 'vitest';
import { docker, folder } from '../support/e2e/docker.ts';

test('--call=verify builds twice, and names the one path that a command wrote the time into', async () => {
  const Imagefile = [
    '# syntax=mib/frontend',
    'entry: /usr/bin/test',
    'run: [[sh, -c, "date +%s%N >/etc/made; mkdir -p /srv/same"]]',
    'keep: [/etc/made, /srv/same]\n',
  ].join('\n');
  const context = folder({ Imagefile });
  const { status, stdout } = await docker([
    'buildx',
    'build',
    '--call=verify',
    '--file',
    `${context}/Imagefile`,
    context,
  ]);
  expect(stdout).toMatch(
    /^Not reproducible: 1 of \d+ paths differ between two builds without cache\.\n\n\/etc\/made {2}content\n$/,
  );
  expect(status).toBe(1);
});

/** Builds that are in each other's way, and hostile ones for a platform that is emulated. */
import { expect, test } from 'vitest';
import { folder } from '../../support/e2e/docker.ts';
import { built } from '../../support/e2e/family.ts';
import { builtFor } from '../../support/e2e/platforms.ts';
import { SECOND } from '../../support/e2e/second.ts';

test('two builds of an image at once, without cache, make the same image', async () => {
  const alone = await built('images/curl');
  const both = await Promise.all([built('images/curl', '--no-cache'), built('images/curl', '--no-cache')]);
  for (const { layers } of both)
    expect(layers.map(({ digest }) => digest)).toEqual(alone.layers.map(({ digest }) => digest));
});

const EVIL =
  'for at in / /.mib-passed /.mib /tmp /usr /.mib-trace; do /.mib/busybox mkdir -p $at/evil 2>/dev/null; ' +
  '/.mib/busybox cp /.mib/busybox $at/evil/sh 2>/dev/null; /.mib/busybox chmod 6777 $at/evil/sh 2>/dev/null; done; true';

test('a check of a foreign platform that writes wherever it can leaves nothing in the image', async () => {
  const Imagefile = `# syntax=mib/frontend\npackages: [dash]\nuser: root\nentry: /usr/bin/dash\ncheck:\n  - run: [dash, -c, '${EVIL}']\n`;
  const asIndex = ['--build-arg', 'BUILDKIT_MULTI_PLATFORM=1'];
  const [image] = await builtFor(folder({ Imagefile }), [SECOND.platform], ...asIndex);
  expect([...(image?.files.keys() ?? [])].filter((path) => path.includes('evil'))).toEqual([]);
});

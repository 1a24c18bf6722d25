import { beforeAll, describe, expect, test } from 'vitest';
import { buildOk, dockerOk, folder } from '../support/e2e/docker.ts';
import { type Built, built, tagOf } from '../support/e2e/family.ts';

describe('--target debug', () => {
  const TAG = tagOf('debug');
  let thin: Built;
  let debug: Built;
  beforeAll(async () => {
    thin = await built('images/nginx');
    debug = await built('images/nginx', '--target', 'debug', '--output', `type=docker,name=${TAG}`);
  });

  const run = (...words: readonly string[]) =>
    dockerOk(['run', '--rm', '--entrypoint', words[0] ?? '', TAG, ...words.slice(1)]);

  test('is the layer of thin, and one with tools on top', () => {
    expect(debug.layers).toHaveLength(2);
    expect(debug.layers[0]).toEqual(thin.layers[0]);
    expect(debug.config.config).toEqual({
      ...thin.config.config,
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/debug'],
    });
  });

  test('has a shell, which finds its tools, and the program of the image', async () => {
    const { stdout, stderr } = await run('sh', '-c', 'id -u; which sh ps vi nginx; nginx -v');
    expect(stdout).toBe('65532\n/debug/sh\n/debug/ps\n/debug/vi\n/usr/sbin/nginx\n');
    expect(stderr).toMatch(/^nginx version: /);
  });

  test('tells scanners and lawyers what the tools are', async () => {
    const paths = ['/var/lib/dpkg/status.d/busybox-static', '/usr/share/doc/busybox-static/copyright'];
    const { stdout } = await run('cat', ...paths);
    expect(stdout).toMatch(/^Package: busybox-static\n(.*\n)*Version: \S+\n(.*\n)*.*GPL-2/);
  });
});

describe('of the same Imagefile', () => {
  /** Runs in the fat image, where the thin one lies at /thin: no image need leave the engine. */
  const SAME = [
    'dpkg --audit',
    'dpkg-query -W | sort >/tmp/fat',
    'dpkg-query --admindir /thin/var/lib/dpkg -W | sort >/tmp/thin',
    'grep -q "^nginx[[:blank:]]" /tmp/thin',
    'test -z "$(comm -13 /tmp/fat /tmp/thin)"',
    'apt-get check',
  ].join(' && ');

  test('fat has the package manager and all packages of thin at their versions; both are contexts of bake', async () => {
    const Dockerfile = `FROM fat\nRUN test "$(id -u)" = 65532\nUSER root\nRUN --mount=type=bind,from=thin,target=/thin ${SAME}\n`;
    const definition = {
      target: {
        thin: { context: 'images/nginx' },
        fat: { context: 'images/nginx', target: 'fat' },
        check: {
          context: folder({ Dockerfile }),
          contexts: { thin: 'target:thin', fat: 'target:fat' },
          output: ['type=cacheonly'],
        },
      },
    };
    const files = folder({ 'bake.json': JSON.stringify(definition) });
    await dockerOk([
      'buildx',
      'bake',
      '--progress=plain',
      '--allow',
      'fs.read=*',
      '-f',
      `${files}/bake.json`,
      'check',
    ]);
  });

  test('tree is what the others are made from, also when a check fails', async () => {
    const context = folder({
      Imagefile:
        '# syntax=mib/frontend\nentry: [/usr/bin/cat, /etc/debian_version]\ncheck: [/usr/bin/false]\n',
    });
    await buildOk(context, '--target', 'tree', '--output', 'type=cacheonly');
  });
});

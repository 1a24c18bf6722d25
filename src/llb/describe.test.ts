import { expect, test } from 'vitest';
import { describe, exec, file, image, marshal } from './index.ts';

const platform = { os: 'linux', architecture: 'arm', variant: 'v7' };

test('a definition reads as its ops, one after the other', () => {
  const locations = [{ start: { line: 2, character: 0 }, end: { line: 2, character: 9 } }];
  const base = image('debian:13', { platform }, { name: 'base', locations });
  const step = exec(
    {
      args: ['true'],
      platform,
      network: 'none',
      mounts: [
        { kind: 'bind', dest: '/', input: base },
        { kind: 'bind', dest: '/out' },
        { kind: 'cache', dest: '/var/cache', id: 'c', sharing: 'locked' },
      ],
    },
    { group: { id: 'steps', name: 'steps' }, ignoreCache: true },
  );
  const files = file(step.output('/out'))
    .mkfile('/text', { data: Buffer.from('a\nb\n') })
    .mkfile('/bytes', { data: Uint8Array.of(0xff) })
    .copy(base, '/etc', '/etc', { mode: 0 });
  const source = { filename: 'Imagefile', data: Buffer.from('\nentry: /x\n'), language: 'YAML' };
  expect(describe(marshal(files.output(), source).definition)).toMatchInlineSnapshot(`
    "- op: 1
      name: base
      lines: "2"
      caps: source.image
      platform: linux/arm/v7
      source:
        identifier: docker-image://docker.io/library/debian:13
    - op: 2
      ignore_cache: true
      caps: exec.meta.base, exec.meta.network, exec.mount.bind, exec.mount.cache, exec.mount.cache.sharing
      progress_group:
        id: steps
        name: steps
      inputs: "1"
      platform: linux/arm/v7
      exec:
        mounts:
          - input: 0
            output: 0
            dest: /
          - input: -1
            output: 1
            dest: /out
          - input: -1
            output: -1
            dest: /var/cache
            mountType: CACHE
            cacheOpt:
              ID: c
              sharing: LOCKED
        meta:
          args:
            - "true"
          cwd: /
          removeMountStubsRecursive: true
        network: NONE
    - op: 3
      caps: file.base
      inputs: 2:1, 1
      file:
        actions:
          - input: 0
            secondaryInput: -1
            output: -1
            mkfile:
              mode: "0644"
              path: /text
              data: |
                a
                b
              timestamp: -1
          - input: 2
            secondaryInput: -1
            output: -1
            mkfile:
              mode: "0644"
              path: /bytes
              data: base64:/w==
              timestamp: -1
          - input: 3
            secondaryInput: 1
            output: 0
            copy:
              mode: "0000"
              src: /etc
              dest: /etc
              timestamp: -1
    - op: 4
      caps: constraints, meta.description, meta.ignorecache, platform
      inputs: "3"
    "
  `);
});

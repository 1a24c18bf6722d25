import { describe, expect, test } from 'vitest';
import type { CommandMount } from '../imagefile/spec.ts';
import { givenTo } from './mounts.ts';

const at = { start: 0, end: 1 };

function given(mount: CommandMount, cacheNamespace?: string) {
  return givenTo({ container: cacheNamespace === undefined ? {} : { cacheNamespace } }, [mount]);
}

describe('what a command is given', () => {
  test('a secret is a file, a variable, or both', () => {
    const secret = { kind: 'secret', id: 'token', required: true, at } as const;
    const file = { kind: 'secret', id: 'token', dest: '/run/secrets/token' };
    const variable = { id: 'token', name: 'TOKEN' };
    const target = file.dest;
    expect(given({ ...secret, target })).toEqual({ mounts: [file], secretEnv: [] });
    expect(given({ ...secret, env: 'TOKEN' })).toEqual({ mounts: [], secretEnv: [variable] });
    expect(given({ ...secret, target, env: 'TOKEN', required: false })).toEqual({
      mounts: [{ ...file, optional: true }],
      secretEnv: [{ ...variable, optional: true }],
    });
  });

  test('an agent is a socket', () => {
    const { mounts } = given({ kind: 'ssh', id: 'default', target: '/run/agent.sock', required: false, at });
    expect(mounts).toEqual([{ kind: 'ssh', id: 'default', dest: '/run/agent.sock', optional: true }]);
  });

  test.each([
    [undefined, '//root/.cache'],
    ['ci', 'ci//root/.cache'],
  ])('a cache has the name that it has in a Dockerfile, in the namespace %s', (namespace, id) => {
    const target = '/root/.cache';
    const { mounts } = given({ kind: 'cache', id: target, target, sharing: 'private', at }, namespace);
    expect(mounts).toEqual([{ kind: 'cache', id, dest: target, sharing: 'private' }]);
  });
});

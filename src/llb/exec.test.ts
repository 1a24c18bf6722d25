import { describe, expect, test } from 'vitest';
import { type Exec, exec, image, type Mount } from './index.ts';
import { pb } from './proto.ts';

const platform = { os: 'linux', architecture: 'amd64' };
const base = image('debian', { platform });
const root: Mount = { kind: 'bind', dest: '/', input: base };

function run(mounts: readonly Mount[], options: Partial<Exec> = {}) {
  return exec({ args: ['true'], platform, mounts, ...options });
}

function messageOf(mounts: readonly Mount[], options: Partial<Exec> = {}) {
  const { vertex } = run([...mounts, { kind: 'bind', dest: '/zz' }], options).output('/zz');
  return pb.Op.decode(vertex.bytes).exec;
}

describe('exec', () => {
  test('refuses what the daemon would refuse', () => {
    expect(() => run([root], { args: [] })).toThrow('an exec needs arguments');
    expect(() => run([])).toThrow('an exec needs a root: a bind mount at /');
    expect(() => run([{ kind: 'tmpfs', dest: '/' }])).toThrow('an exec needs a root: a bind mount at /');
    expect(() => run([root, { kind: 'tmpfs', dest: '/a' }, { kind: 'bind', dest: '/a' }])).toThrow(
      'two mounts at /a',
    );
  });

  test('hands out the trees that last, and no other', () => {
    const step = run([
      { ...root, output: false },
      { kind: 'bind', dest: '/out' },
      { kind: 'bind', dest: '/in', input: base, readonly: true },
      { kind: 'bind', dest: '/lost', output: false },
      { kind: 'tmpfs', dest: '/tmp' },
    ]);
    expect(step.output('/out').index).toBe(1);
    for (const dest of ['/', '/in', '/lost', '/tmp', '/other']) {
      expect(() => step.output(dest)).toThrow(`the mount at ${dest} has no output`);
    }
  });

  test('gives a writable root an output also when nobody wants it', () => {
    const mounts = messageOf([{ ...root, output: false }])?.mounts ?? [];
    expect(mounts.map(({ dest, output }) => [dest, output])).toEqual([
      ['/', 0],
      ['/zz', 1],
    ]);
  });

  test('tells programs where the ssh agent is, unless they were told', () => {
    const socket: Mount = { kind: 'ssh', dest: '/agent', id: 'default' };
    expect(messageOf([root, socket])?.meta?.env).toEqual(['SSH_AUTH_SOCK=/agent']);
    expect(messageOf([root, socket], { env: ['SSH_AUTH_SOCK=/x'] })?.meta?.env).toEqual(['SSH_AUTH_SOCK=/x']);
  });

  test('has images of its own if it wants to, which no other step has', () => {
    const imageOf = (args: readonly string[], ownImages: boolean) =>
      run([root], { args, ownImages }).output('/').vertex.inputs[0]?.vertex.digest;
    expect(imageOf(['a'], false)).toBe(base.vertex.digest);
    expect(imageOf(['a'], true)).toBe(imageOf(['a'], true));
    expect(new Set([base.vertex.digest, imageOf(['a'], true), imageOf(['b'], true)]).size).toBe(3);
    const message = messageOf([root, { kind: 'bind', dest: '/again', input: base, readonly: true }], {
      ownImages: true,
    });
    expect(message?.mounts?.map(({ dest, input, output }) => [dest, input, output])).toEqual([
      ['/', 0, 0],
      ['/again', 0, -1],
      ['/zz', -1, 1],
    ]);
  });

  test('is another step on another platform', () => {
    const other = { os: 'linux', architecture: 'arm64' };
    const digests = [platform, other].map(
      (each) => run([root], { platform: each }).output('/').vertex.digest,
    );
    expect(digests[0]).not.toBe(digests[1]);
  });
});

import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { build, buildOk, dockerOk, eventually, folder, published, start } from '../support/e2e/docker.ts';
import { buildFamily, tagOf } from '../support/e2e/family.ts';
import { failure } from '../support/e2e/progress.ts';

beforeAll(async () => {
  await buildFamily('redis');
});

/** Sends commands in one go and returns the replies, as they are on the wire, once there are as many lines. */
function talk(address: string, commands: readonly string[], lines: number): Promise<string[]> {
  const [host, port] = address.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), host, () => socket.write(`${commands.join('\r\n')}\r\n`));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.split('\r\n').length > lines) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () =>
      text === '' ? reject(new Error('closed without a reply')) : resolve(text.trimEnd().split('\r\n')),
    );
  });
}

test('answers a client from outside', async () => {
  const container = await start('--publish', '127.0.0.1::6379', tagOf('redis'));
  const address = await published(container, '6379/tcp');
  const commands = ['PING', 'SET greeting hello', 'GET greeting'];
  expect(await eventually(() => talk(address, commands, 4))).toEqual(['+PONG', '+OK', '$5', 'hello']);
});

test('keeps its data in the volume, as nonroot', async () => {
  const container = await start('--publish', '127.0.0.1::6379', tagOf('redis'));
  const address = await published(container, '6379/tcp');
  expect(await eventually(() => talk(address, ['SET a b', 'SAVE', 'CONFIG GET dir'], 7))).toEqual([
    ...['+OK', '+OK'],
    ...['*2', '$3', 'dir', '$5', '/data'],
  ]);
});

describe('the account that the package made', () => {
  const Imagefile = `# syntax=mib/frontend
packages: [redis-server]
entry: /usr/bin/redis-server
user: redis
check:
  - start: redis-server --dir /var/lib/redis
    ready: {log: Ready to accept connections}
    run: redis-cli -e save
`;

  test('runs the program, under its name', async () => {
    const tag = tagOf('redis-user');
    await buildOk(folder({ Imagefile }), '--output', `type=docker,name=${tag}`);
    const { stdout } = await dockerOk(['image', 'inspect', '--format={{.Config.User}}', tag]);
    expect(stdout).toBe('redis\n');
    const container = await start(
      '--publish',
      '127.0.0.1::6379',
      tag,
      '--dir',
      '/var/lib/redis',
      '--bind',
      '*',
    );
    const address = await published(container, '6379/tcp');
    expect(await eventually(() => talk(address, ['CONFIG SET protected-mode no'], 1))).toHaveLength(1);
  });

  test('must be the one that it made', async () => {
    const outcome = await build(folder({ Imagefile: Imagefile.replace('user: redis', 'user: redsi') }));
    expect(failure(outcome)).toEqual({
      status: 1,
      marked: ['Imagefile:4'],
      message: 'process "mib user" did not complete successfully: exit code: 1',
      said: {
        'find the user redsi':
          'user "redsi" is created neither by "users" nor by a package [invalid-value]\n  did you mean "redis"?',
      },
    });
  });
});

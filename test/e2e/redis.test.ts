import { connect } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import { eventually, published, start } from './docker.ts';
import { buildFamily, tagOf } from './family.ts';

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

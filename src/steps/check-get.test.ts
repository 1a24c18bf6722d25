import { execFileSync } from 'node:child_process';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { closedPort, listen, shell } from '../../test/check/servers.ts';
import { type CheckTree, checkTree } from '../../test/check/tree.ts';
import type { HttpRequest } from '../imagefile/spec.ts';
import { requestFiles, wronglyAnswered } from '../protocol/get.ts';

let tree: CheckTree;
beforeEach(() => {
  tree = checkTree();
});
afterEach(async () => {
  await expect.poll(() => tree.running(), { interval: 10, timeout: 4000 }).toEqual([]);
  tree.remove();
});

const PASSED = { status: 0, said: '' };
const OPENSSL = execFileSync('sh', ['-c', 'command -v openssl'], { encoding: 'utf8' }).trim();

describe('start: requests', () => {
  const DAEMON = shell('echo is up; touch up; exec sleep 60');

  /** Lays requests out as the compiler does. @returns their folder in the tree */
  function ask(port: number, requests: readonly Partial<HttpRequest>[]): void {
    for (const [number, request] of requests.entries()) {
      const whole: HttpRequest = {
        scheme: 'http',
        host: '127.0.0.1',
        port,
        method: 'GET',
        path: '/',
        headers: {},
        at: { start: 0, end: 0 },
        ...request,
      };
      for (const [name, data] of Object.entries(requestFiles(whole))) {
        tree.put(`.mib-get/${number}/${name}`, Buffer.from(data).toString());
      }
    }
  }
  const words = ['start', '60', 'TERM', 'test -e up', DAEMON];

  test('are answered as they should, in their order', async () => {
    const seen: unknown[] = [];
    const server = createHttpServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        const { method, url, headers } = request;
        seen.push([method, url, headers['x-id'], Buffer.concat(parts).length]);
        response
          .writeHead(url === '/none' ? 404 : url === '/old' ? 301 : 200)
          .end('one\nGröße "$HOME" `id`\n');
      });
    });
    ask(await listen(server), [
      { path: '/a?b=$(id)&c="' },
      { path: '/none', status: 404 },
      { path: '/old', headers: { 'X-Id': "`id` '$HOME'" } },
      { method: 'POST', path: '/', body: 'x'.repeat(200_000), contains: 'Größe "$HOME" `id`' },
    ]);
    expect(await tree.run(['gate', ...words])).toEqual({ status: 0, said: 'is up\n' });
    expect(seen).toEqual([
      ['GET', '/a?b=$(id)&c="', undefined, 0],
      ['GET', '/none', undefined, 0],
      ['GET', '/old', "`id` '$HOME'", 0],
      ['POST', '/', undefined, 200_000],
    ]);
  });

  test('fail the check by the number of the first wrong answer, after all are sent', async () => {
    const body = `<h1>no</h1>\u0007\n${'a line\n'.repeat(12)}`;
    const server = createHttpServer(({ url }, response) =>
      response.writeHead(url === '/fine' ? 200 : 500, { 'Content-Type': 'text/html' }).end(body),
    );
    ask(await listen(server), [
      { path: '/fine' },
      { path: '/login' },
      { path: '/fine', status: 404 },
      { path: '/fine', contains: '<h1>yes' },
      { path: '/fine' },
    ]);
    const log = `check: the end of what ${DAEMON} wrote:\n  | is up\n`;
    const answer = `  | HTTP/1.1 500 Internal Server Error\n  | \n  | <h1>no</h1>\n${'  | a line\n'.repeat(7)}`;
    expect(await tree.run(['gate', ...words, 'true'])).toEqual({
      status: 194,
      said:
        `is up\n${log}${answer}` +
        'check: GET /login was answered by HTTP/1.1 500 Internal Server Error, and not by a status from 200 to 399\n' +
        'check: GET /fine was answered by HTTP/1.1 200 OK, and not by the status 404\n' +
        'check: GET /fine was answered without "<h1>yes"\n',
    });
    expect(wronglyAnswered(194)).toBe(1);
  });

  test('of a repeated run are judged by that run', { timeout: 20_000 }, async () => {
    const server = createHttpServer((_, response) => void response.writeHead(500).end());
    ask(await listen(server), [{ path: '/login' }]);
    tree.traced();
    expect(await tree.run(['trace', 'again', ...words])).toEqual({
      status: 193,
      said: expect.stringMatching(
        /\ncheck: GET \/login was answered by HTTP\/1\.1 500 Internal Server Error, and not by a status from 200 to 399\n$/,
      ),
    });
  });

  test('in the full tree say that nothing is pruned yet', async () => {
    const server = createHttpServer((_, response) => void response.writeHead(500).end());
    ask(await listen(server), [{ path: '/login' }]);
    tree.traced();
    expect(await tree.run(['trace', 'first', ...words])).toEqual({
      status: 193,
      said: expect.stringMatching(/^is up\ncheck: the check fails even before pruning\n/),
    });
  });

  test('may be answered by something else than a web server', async () => {
    const server = createServer((socket) => void socket.end('SSH-2.0-x\r\n'));
    ask(await listen(server), [{ path: '/' }]);
    expect(await tree.run(['gate', ...words])).toEqual({
      status: 193,
      said: expect.stringMatching(
        / {2}\| SSH-2\.0-x\n {2}\| \n.*check: GET \/ was answered by something other than HTTP\n$/s,
      ),
    });
  });

  test('without any answer fail the check', async () => {
    const port = await closedPort();
    ask(port, [{ path: '/login' }]);
    expect(await tree.run(['gate', ...words])).toEqual({
      status: 124,
      said: `is up\ncheck: GET /login had no answer from http://127.0.0.1:${port} within 60 s\n`,
    });
  });

  test('to a server that hangs are given up', async () => {
    const server = createServer((socket) => onTestFinished(() => void socket.destroy()));
    const port = await listen(server);
    ask(port, [{ path: '/login' }]);
    // Without it, the number of probes would depend on the daemon's start.
    tree.put('up', '');
    tree.hurry();
    expect(await tree.run(['gate', ...words])).toEqual({
      status: 124,
      said: `is up\ncheck: GET /login had no answer from http://127.0.0.1:${port} within 60 s\n`,
    });
    expect(tree.read('proc/limits')).toMatch(/\n60\n$/);
  });

  test('are not confused with a program that ends by the same status', async () => {
    const server = createServer((socket) => {
      tree.put('end', '');
      setTimeout(() => socket.destroy(), 300);
    });
    ask(await listen(server), [{ path: '/login' }]);
    const daemon = shell('touch up; until [ -e end ]; do sleep 0.01; done; exit 200');
    expect(await tree.run(['gate', 'start', '60', 'TERM', 'test -e up', daemon])).toEqual({
      status: 1,
      said: `check: ${daemon} exited with status 200 when it was asked: GET /login\n`,
    });
  });

  test('that kill the daemon fail the check by its death', async () => {
    const daemon = shell('echo $$ >up; exec sleep 60');
    const server = createServer((socket) => {
      process.kill(Number(tree.read('up')), 'SIGSEGV');
      setTimeout(() => socket.destroy(), 100);
    });
    ask(await listen(server), [{ path: '/login' }]);
    expect(await tree.run(['gate', 'start', '60', 'TERM', 'test -s up', daemon])).toEqual({
      status: 139,
      said: `check: ${daemon} was killed by SIGSEGV when it was asked: GET /login\n`,
    });
  });

  test('and ready may be by https, whoever signed the certificate', async () => {
    tree.put(
      '.mib/openssl/ld.so',
      `#!/bin/sh\nwhile [ "$1" != s_client ]; do shift; done\nexec ${OPENSSL} "$@"\n`,
      0o755,
    );
    const certificate = ['-subj', '/CN=x', '-keyout', `${tree.at}/key`, '-out', `${tree.at}/certificate`];
    execFileSync(OPENSSL, ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...certificate], {
      stdio: 'pipe',
    });
    const settings = {
      key: tree.read('key'),
      cert: tree.read('certificate'),
      minVersion: 'TLSv1.3',
    } as const;
    const server = createHttpsServer(settings, ({ url }, response) => void response.end(`this is ${url}`));
    const port = await listen(server);
    ask(port, [{ scheme: 'https', path: '/login', contains: 'this is /login' }]);
    const ready = `https://127.0.0.1:${port}/up`;
    expect(await tree.run(['gate', 'start', '60', 'TERM', ready, 'sleep 60'])).toEqual(PASSED);
  });
});

describe('where a check that failed ran', () => {
  const explain = (environment: Readonly<Record<string, string>>) =>
    tree.explain(['gate', 'run', '60', 'false'], environment);
  const whom = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();
  const ids = `${process.getuid?.()}:${process.getgid?.()}`;

  test('is told, without secrets and in the order of the names', async () => {
    const environment = {
      ZONE: 'x',
      NODE_ENV: 'production',
      API_KEY: 'secret',
      db_password: 'secret',
      DATABASE_URL: 'postgres://app:secret@db/shop',
      log: 'debug',
      TWO: 'one\nc2VjcmV0==',
    };
    expect((await explain(environment)).surroundings).toBe(
      `check: it ran in ${tree.at} as ${whom} ${ids}, with\n` +
        'check:   API_KEY=... DATABASE_URL=postgres://...@db/shop NODE_ENV=production ' +
        `PATH=${tree.at}/bin TWO=one ZONE=x db_password=... log=debug\n`,
    );
  });

  test('is not told of one that passed', async () => {
    expect((await tree.explain(['gate', 'run', '60', 'true'])).surroundings).toBe('');
  });
});

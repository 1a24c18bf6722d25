import { expect, test } from 'vitest';
import type { HttpRequest } from '../imagefile/spec.ts';
import { requestFiles } from './get.ts';

const PLAIN: HttpRequest = {
  scheme: 'http',
  host: '127.0.0.1',
  port: 8080,
  method: 'GET',
  path: '/login?next=%2F',
  headers: {},
  at: { start: 0, end: 0 },
};

function texts(request: HttpRequest) {
  const files = Object.entries(requestFiles(request));
  return Object.fromEntries(files.map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
}

test('a path is asked for as a browser without any wishes does', () => {
  expect(texts(PLAIN)).toEqual({
    target: 'http 127.0.0.1 8080\n',
    line: 'GET /login?next=%2F\n',
    status: '',
    contains: '',
    request:
      'GET /login?next=%2F HTTP/1.0\r\nHost: 127.0.0.1:8080\r\nUser-Agent: mib\r\nAccept: */*\r\nConnection: close\r\n\r\n',
  });
});

test('a body has its length in bytes, and headers of the Imagefile take the place of those of mib', () => {
  const { request, status, contains } = texts({
    ...PLAIN,
    scheme: 'https',
    method: 'POST',
    headers: { host: 'shop.example', 'Content-Type': 'text/plain' },
    body: 'größe=$(id)\n',
    status: 201,
    contains: '"$HOME"',
  });
  expect(request).toBe(
    'POST /login?next=%2F HTTP/1.0\r\nUser-Agent: mib\r\nAccept: */*\r\nhost: shop.example\r\n' +
      'Content-Type: text/plain\r\nContent-Length: 14\r\nConnection: close\r\n\r\ngröße=$(id)\n',
  );
  expect([status, contains]).toEqual(['201\n', '"$HOME"\n']);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Mirror, type Published, startMirror } from './index.ts';

let mirror: Mirror;
let hello: Published;

beforeEach(async () => {
  mirror = await startMirror({ upstream: 'none' });
  hello = await mirror.addPackage({ name: 'hello', version: '1', files: { '/usr/share/hello': 'hello\n' } });
});

afterEach(() => mirror.close());

test('HEAD says what GET sends', async () => {
  const head = await fetch(hello.url, { method: 'HEAD' });
  const whole = await fetch(hello.url);
  expect(head.headers.get('content-length')).toBe(String(hello.size));
  expect(head.headers.get('etag')).toBe(`"${hello.sha256}"`);
  expect(head.headers.get('last-modified')).toBe('Sat, 09 Aug 2025 00:00:00 GMT');
  expect((await whole.arrayBuffer()).byteLength).toBe(hello.size);
});

test.each(['HEAD', 'GET'])('%s of what the client has is not sent again', async (method) => {
  const headers = { 'If-None-Match': `"other", "${hello.sha256}"` };
  const response = await fetch(hello.url, { method, headers });
  expect(response.status).toBe(304);
  expect(response.headers.get('etag')).toBe(`"${hello.sha256}"`);
});

test('a renewed InRelease has another tag', async () => {
  const url = `${mirror.url}/dists/trixie/InRelease`;
  const tag = (await fetch(url, { method: 'HEAD' })).headers.get('etag') ?? '';
  await mirror.publish();
  const response = await fetch(url, { headers: { 'If-None-Match': tag } });
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('main/binary-amd64/Packages.xz');
});

test('traffic is counted by path', async () => {
  await fetch(hello.url, { method: 'HEAD' });
  await (await fetch(hello.url)).arrayBuffer();
  await fetch(`${mirror.url}/missing`);
  expect(mirror.traffic.requests()).toEqual([
    { method: 'HEAD', path: `/debian/${hello.path}`, status: 200, bytes: 0 },
    { method: 'GET', path: `/debian/${hello.path}`, status: 200, bytes: hello.size },
    { method: 'GET', path: '/debian/missing', status: 404, bytes: 0 },
  ]);
  expect(mirror.traffic.bytes('/pool/')).toBe(hello.size);
  expect(mirror.traffic.bytes(/InRelease$/)).toBe(0);
  mirror.traffic.clear();
  expect(mirror.traffic.requests()).toEqual([]);
});

test('a fault ends after its times', async () => {
  mirror.fault('hello', { kind: 'status', status: 503 }, 2);
  const statuses = [await fetch(hello.url), await fetch(hello.url), await fetch(hello.url)].map(
    ({ status }) => status,
  );
  expect(statuses).toEqual([503, 503, 200]);
});

test('the latest fault wins', async () => {
  mirror.fault('', { kind: 'status', status: 500 });
  const heal = mirror.fault('hello', { kind: 'status', status: 404 });
  expect((await fetch(hello.url)).status).toBe(404);
  heal();
  expect((await fetch(hello.url)).status).toBe(500);
});

test('untagged', async () => {
  mirror.fault('hello', { kind: 'untagged' });
  const response = await fetch(hello.url, { headers: { 'If-None-Match': `"${hello.sha256}"` } });
  expect(response.status).toBe(200);
  expect(response.headers.has('etag')).toBe(false);
  expect(response.headers.has('last-modified')).toBe(false);
});

test('nothing of a file', async () => {
  mirror.fault('hello', { kind: 'truncated', bytes: 0 }, 1);
  expect(await (await fetch(hello.url)).text()).toBe('');
  mirror.fault('hello', { kind: 'broken', bytes: 0 }, 1);
  await expect(fetch(hello.url).then((response) => response.text())).rejects.toThrow('terminated');
});

test('slow', async () => {
  mirror.fault('hello', { kind: 'slow', bytesPerSecond: hello.size * 5 });
  const start = performance.now();
  expect((await (await fetch(hello.url)).arrayBuffer()).byteLength).toBe(hello.size);
  expect(performance.now() - start).toBeGreaterThan(150);
});

test('silent', async () => {
  mirror.fault('hello', { kind: 'silent' });
  await expect(fetch(hello.url, { signal: AbortSignal.timeout(100) })).rejects.toThrow('timeout');
  expect(mirror.traffic.requests('hello')).toMatchObject([{ status: 0, bytes: 0 }]);
});

test('redirect', async () => {
  const other = await startMirror({ upstream: 'none' });
  mirror.fault('hello', { kind: 'redirect', origin: other.origin });
  const response = await fetch(hello.url);
  expect(response.redirected).toBe(true);
  expect(other.traffic.requests()).toMatchObject([{ path: `/debian/${hello.path}`, status: 404 }]);
  await other.close();
});

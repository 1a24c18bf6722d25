import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { contents } from './contents.ts';

test('answers with the packages of each name', async () => {
  const folder = mkdtempSync(`${tmpdir()}/mib`);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const places = { request: `${folder}/request.json`, archives: `${folder}/archives`, out: folder };
  mkdirSync(`${places.archives}/0`, { recursive: true });
  const index = 'usr/lib/x86_64-linux-gnu/libharfbuzz.so.0  libs/libharfbuzz0b\n';
  writeFileSync(`${places.archives}/0/Contents.gz`, gzipSync(index));
  writeFileSync(places.request, '{"names":["libharfbuzz.so.0","libnone.so.1"]}');

  expect(await contents(places)).toBe(0);

  expect(readFileSync(`${folder}/contents.json`, 'utf8')).toBe(
    '{"packages":{"libharfbuzz.so.0":["libharfbuzz0b"],"libnone.so.1":[]}}\n',
  );
});

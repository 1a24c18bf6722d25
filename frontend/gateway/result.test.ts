import { describe, expect, test } from 'vitest';
import { gateway } from '../../src/llb/proto.ts';
import type { Result } from './bridge.ts';
import { answerResult, imageResult } from './result.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARMV7 = { os: 'linux', architecture: 'arm', variant: 'v7' };

/** Returns metadata as text, after a round trip over the wire. */
function metadata(result: Result): Record<string, string> {
  const bytes = gateway.ReturnRequest.encode({ result }).finish();
  const entries = Object.entries(gateway.ReturnRequest.decode(bytes).result?.metadata ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value).toString()]));
}

describe('one platform', () => {
  const part = { platform: AMD64, ref: { id: 'r1' }, config: { os: 'linux' } };

  test('is a ref with plain keys', () => {
    const result = imageResult([part], { multiPlatform: false });
    expect(result.ref).toEqual({ id: 'r1' });
    expect(result.refs).toBeUndefined();
    expect(metadata(result)).toEqual({
      'containerimage.config': '{"os":"linux"}',
      'refs.platforms':
        '{"Platforms":[{"ID":"linux/amd64","Platform":{"os":"linux","architecture":"amd64"}}]}',
    });
  });

  test('carries the base and the epoch', () => {
    const result = imageResult([{ ...part, baseConfig: { a: 1 }, epoch: 1700000000 }], {
      multiPlatform: false,
    });
    expect(metadata(result)).toMatchObject({
      'containerimage.base.config': '{"a":1}',
      'source.date.epoch': '1700000000',
    });
  });

  test('of an empty tree is a ref without an id', () => {
    expect(imageResult([{ ...part, ref: undefined }], { multiPlatform: false }).ref).toEqual({ id: '' });
  });

  test('is refs with keys by platform when an index is asked for', () => {
    const result = imageResult([part], { multiPlatform: true });
    expect(result.ref).toBeUndefined();
    expect(result.refs).toEqual({ refs: { 'linux/amd64': { id: 'r1' } } });
    expect(Object.keys(metadata(result))).toEqual(['containerimage.config/linux/amd64', 'refs.platforms']);
  });
});

test('several platforms keep the order they were asked for in', () => {
  const parts = [
    { platform: ARMV7, ref: { id: 'r7' }, config: { v: 7 }, epoch: 1 },
    { platform: AMD64, ref: { id: 'r1' }, config: { v: 1 }, epoch: 2 },
  ];
  const result = imageResult(parts, { multiPlatform: true });
  expect(result.refs).toEqual({ refs: { 'linux/arm/v7': { id: 'r7' }, 'linux/amd64': { id: 'r1' } } });
  const { 'refs.platforms': platforms, ...rest } = metadata(result);
  expect(JSON.parse(platforms ?? '')).toEqual({
    Platforms: [
      { ID: 'linux/arm/v7', Platform: ARMV7 },
      { ID: 'linux/amd64', Platform: AMD64 },
    ],
  });
  expect(rest).toEqual({
    'containerimage.config/linux/amd64': '{"v":1}',
    'containerimage.config/linux/arm/v7': '{"v":7}',
    'source.date.epoch/linux/amd64': '2',
    'source.date.epoch/linux/arm/v7': '1',
  });
  expect(() => imageResult(parts, { multiPlatform: false })).toThrow('2 platforms in a result for one');
});

test('annotations are those of the manifest, and of its entry in an index', () => {
  const part = { platform: ARMV7, ref: { id: 'r' }, config: {}, annotations: { 'mib.checks': 'skipped' } };
  expect(metadata(imageResult([part], { multiPlatform: false }))).toMatchObject({
    'annotation-manifest.mib.checks': 'skipped',
  });
  expect(metadata(imageResult([part], { multiPlatform: true }))).toMatchObject({
    'annotation-manifest[linux/arm/v7].mib.checks': 'skipped',
    'annotation-manifest-descriptor[linux/arm/v7].mib.checks': 'skipped',
  });
});

test('attestations are keyed by platform', () => {
  const attestations = [{ path: 'sbom.spdx.json', ref: { id: 's' } }];
  const result = imageResult([{ platform: AMD64, ref: { id: 'r' }, config: {}, attestations }], {
    multiPlatform: false,
  });
  expect(result.attestations).toEqual({ 'linux/amd64': { attestation: attestations } });
});

test('an answer is metadata alone', () => {
  const result = answerResult({ text: 'nothing to do\n', json: '[]', exitCode: 0, version: '1.0.0' });
  expect(result.ref ?? result.refs).toBeUndefined();
  expect(metadata(result)).toEqual({
    'result.txt': 'nothing to do\n',
    'result.json': '[]',
    'result.statuscode': '0',
    version: '1.0.0',
  });
});

test('a large answer has JSON without indentation, and one that is too large is refused', () => {
  const json = JSON.stringify({ words: Array.from({ length: 10 }, () => 'x'.repeat(700_000)) }, null, 2);
  const text = 'y'.repeat((16 << 20) - (1 << 16) - Buffer.byteLength(json) + 1);
  expect(metadata(answerResult({ text, json }))).toEqual({
    'result.txt': text,
    'result.json': JSON.stringify(JSON.parse(json)),
  });
  expect(() => answerResult({ text: text + json, json })).toThrow(
    'the answer is larger than the 16 MiB that BuildKit takes [invalid-value]\n' +
      '  ask about one platform, or copy folders of the build context in place of many files',
  );
});

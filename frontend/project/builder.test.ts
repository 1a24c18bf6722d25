import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { image, marshal } from '../../src/llb/index.ts';
import { pb } from '../../src/llb/proto.ts';
import { builderImage, defaultMirror, frontendImage } from './builder.ts';

function file(content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'mib-builder-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'file'), content);
  return join(folder, 'file');
}

test('the frontend image is the graph that BuildKit left beside us, to the letter', () => {
  const { definition, digest } = marshal(
    image('docker.io/mib/frontend:latest', { platform: { os: 'linux', architecture: 'amd64' } }),
  );
  expect(frontendImage(file(pb.Definition.encode(definition).finish())).vertex.digest).toBe(digest);
});

test('the builder is the same image in a vertex of its own', () => {
  const own = image('mib', { platform: { os: 'linux', architecture: 'amd64' } });
  const path = file(pb.Definition.encode(marshal(own).definition).finish());
  const { vertex } = builderImage(path);
  expect(vertex.digest).not.toBe(own.vertex.digest);
  expect(pb.Op.decode(vertex.bytes).source?.identifier).toBe('docker-image://docker.io/library/mib:latest');
});

test('an empty definition is no builder', () => {
  expect(() => frontendImage(file(''))).toThrow('the definition of the frontend image is empty');
});

test('the default mirror may be a frozen copy', () => {
  expect(defaultMirror(file('http://mirror.example/debian\n'))).toEqual({
    url: 'http://mirror.example/debian',
    frozen: false,
  });
  expect(defaultMirror(file('http://mirror.example/debian\nfrozen\n')).frozen).toBe(true);
});

import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { REQUEST as PLAIN } from '../../test/support/prune/request.ts';
import type { PruneRequest } from '../prune/request.ts';
import { prune } from './prune.ts';
import { verify } from './verify.ts';

const REQUEST: PruneRequest = {
  ...PLAIN,
  entry: [],
  volumes: ['/data'],
  keep: ['/opt'],
  epoch: 1_700_000_000,
};

let root: string;
let said: string;
const at = (...names: string[]) => join(root, ...names);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'mib-verify-'));
  for (const name of ['tree/opt/app', 'rootfs', 'report']) mkdirSync(at(name), { recursive: true });
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
  writeFileSync(at('request.json'), JSON.stringify(REQUEST));
  writeFileSync(at('tree/opt/app/data'), 'data');
  writeFileSync(at('tree/opt/app/new\nline'), '');
  symlinkSync('app', at('tree/opt/link'));
  await withAttribute(at('tree/opt'), 'capable', 'a');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

/** Makes a file with the extended attribute `user.mib`: what tar unpacks is the one way that needs no tool for it. */
async function withAttribute(folder: string, name: string, value: string): Promise<void> {
  const archive = pack();
  archive.entry({ name, pax: { 'SCHILY.xattr.user.mib': value } }, 'text');
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  const { status, stderr } = spawnSync('tar', ['-C', folder, '--xattrs', '--xattrs-include=*', '-xpf', '-'], {
    input: Buffer.concat(chunks),
  });
  if (status !== 0) throw new Error(stderr.toString());
}

async function run(tamper: () => unknown = () => undefined) {
  const places = { request: at('request.json'), tree: at('tree'), report: at('report') };
  expect(await prune({ ...places, events: at('events.json'), rootfs: at('rootfs') })).toBe(0);
  said = '';
  await tamper();
  return verify({ ...places, image: at('rootfs') });
}

test('what the prune step made is right, and nothing is said', async () => {
  expect(await run()).toBe(0);
  expect(said).toBe('');
});

test('a difference fails the step, with the path', async () => {
  expect(await run(() => appendFileSync(at('rootfs/opt/app/data'), '!'))).toBe(1);
  expect(said.split('\n')[0]).toBe(
    '"/opt/app/data" has the size 5 in the image and 4 in the full tree [verify-failed]',
  );
});

test('a file that is not in the report fails the step', async () => {
  expect(await run(() => writeFileSync(at('rootfs/data/secret'), ''))).toBe(1);
  expect(said).toContain('"/data/secret" is in the image without a reason [verify-failed]\n');
});

test.each([
  ['another value', () => withAttribute(at('rootfs/opt'), 'capable', 'b')],
  ['none', () => copyFileSync(at('tree/opt/capable'), at('rootfs/opt/capable'))],
])('extended attributes are compared: %s', async (_, replace) => {
  const tamper = async () => {
    rmSync(at('rootfs/opt/capable'));
    await replace();
    for (const name of ['opt/capable', 'opt']) {
      const time = Math.min(Math.floor(statSync(at('tree', name)).mtimeMs / 1000), REQUEST.epoch);
      utimesSync(at('rootfs', name), time, time);
    }
  };
  expect(await run(tamper)).toBe(1);
  expect(said.split('\n')[0]).toBe(
    '"/opt/capable" differs in its attributes from the full tree [verify-failed]',
  );
});

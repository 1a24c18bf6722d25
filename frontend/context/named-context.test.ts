import { describe, expect, test } from 'vitest';
import type { Spec } from '../../src/imagefile/spec.ts';
import { marshal } from '../../src/llb/index.ts';
import { pb } from '../../src/llb/proto.ts';
import { inFile } from '../../test/support/in-file.ts';
import { BridgeError } from '../gateway/bridge.ts';
import type { Session } from '../gateway/session.ts';
import { parseOptions } from '../options/options.ts';
import { namedContexts } from './named-context.ts';

const FILE = { name: 'Imagefile', text: 'files: []\n' };
const AMD64 = { os: 'linux', architecture: 'amd64' };
const DIGEST = `sha256:${'0'.repeat(64)}`;

/** Returns the first op of the context `app`, from which two files are copied. */
async function opened(options: Readonly<Record<string, string>>, ignore?: string) {
  const env = Object.entries(options).map(([key, value], n) => [
    `BUILDKIT_FRONTEND_OPT_${n}`,
    `${key}=${value}`,
  ]);
  const session = {
    options: parseOptions({ ...Object.fromEntries(env), BUILDKIT_SESSION_ID: 's1' }).options,
    bridge: {
      inputs: async () => new Map(),
      solve: async () => ({ id: 'r' }),
      statFile: async () => {
        if (ignore === undefined) throw new BridgeError('no such file or directory');
        return { mode: 0o644, size: ignore.length };
      },
      readFile: async () => Buffer.from(ignore ?? ''),
    },
  } as unknown as Session;
  const copy = (from: string) => ({ kind: 'copy', from, context: 'app', to: '/x', at: { start: 0, end: 5 } });
  const spec = { files: [copy('b'), copy('a'), copy('b')], build: [] } as unknown as Spec;
  const contexts = await inFile(FILE, () => namedContexts(session, spec, AMD64));
  const tree = contexts.get('app');
  if (tree === undefined) throw new Error('no context');
  const [op = new Uint8Array()] = marshal(tree).definition.def ?? [];
  const { source, file } = pb.Op.decode(op);
  return source ? { identifier: source.identifier, attrs: source.attrs } : { actions: file?.actions?.length };
}

describe('a named context', () => {
  test('is an image, looked up as the client wants', async () => {
    expect(await opened({ 'context:app': 'docker-image://debian', 'image-resolve-mode': 'pull' })).toEqual({
      identifier: 'docker-image://docker.io/library/debian:latest',
      attrs: { 'image.resolvemode': 'pull' },
    });
  });

  test('of the platform wins over that of all', async () => {
    const options = { 'context:app': 'docker-image://a', 'context:app::linux/amd64': 'docker-image://b' };
    expect(await opened(options)).toMatchObject({ identifier: 'docker-image://docker.io/library/b:latest' });
  });

  test('may be empty', async () => {
    expect(await opened({ 'context:app': 'docker-image://scratch' })).toEqual({ actions: 1 });
  });

  test('is a layout of the client', async () => {
    expect(await opened({ 'context:app': `oci-layout://store:latest@${DIGEST}` })).toEqual({
      identifier: `oci-layout://docker.io/library/app@${DIGEST}`,
      attrs: { 'oci.session': 's1', 'oci.store': 'store' },
    });
  });

  test('is a folder of the client, of which what is copied travels, without what its ignore file names', async () => {
    expect(await opened({ 'context:app': 'local:app', 'local-sessionid:app': 's2' }, 'secret\n')).toEqual({
      identifier: 'local://app',
      attrs: {
        'local.session': 's2',
        'local.excludepatterns': '["secret"]',
        'local.followpaths': '["a","b"]',
        'local.sharedkeyhint': 'context:app',
      },
    });
  });

  test('is a git repository', async () => {
    expect(await opened({ 'context:app': 'https://git.example/a.git#v1' })).toMatchObject({
      identifier: 'git://git.example/a.git#v1',
    });
  });

  test('that nobody gave is named once for each line, with the way to give it', async () => {
    await expect(opened({ 'context:other': 'docker-image://a' })).rejects.toThrow(
      'Imagefile:1: the named context "app" is not given [unknown-context]\n' +
        '  build with --build-context app=…, a folder, an image or a git repository',
    );
  });

  test('that the client names and does not have is told from one that nobody gave', async () => {
    await expect(opened({ 'context:app': 'input:app' })).rejects.toThrow(
      'the client names the context "app" but does not provide it',
    );
  });
});

import { expect, test } from 'vitest';
import { image, type Mount } from '../llb/index.ts';
import { pb } from '../llb/proto.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { request } from './step-mounts.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };

const CONTEXT: CompileContext = {
  builder: image('builder', { platform: AMD64 }),
  native: AMD64,
  prefix: '',
  buildContext: undefined,
  named: new Map(),
  container: {},
  keys: new Map(),
  locate: () => ({ start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }),
  ignoreCache: false,
};

/** The text of the file that a mount brings. */
function written(mount: Mount): string {
  const vertex =
    'input' in mount && mount.input !== undefined && 'vertex' in mount.input && mount.input.vertex;
  const [action] = (vertex && pb.Op.decode(vertex.bytes).file?.actions) || [];
  return Buffer.from(action?.mkfile?.data ?? '').toString();
}

test('a request is written as JSON, without what is undefined', () => {
  const url = 'https://git.example/a.git';
  const mount = request(CONTEXT, 'signature', { url, ref: undefined, commit: 'abc', key: undefined });
  expect(mount).toMatchObject({ dest: '/in/request.json', selector: '/request.json', readonly: true });
  expect(written(mount)).toBe(`{"url":"${url}","commit":"abc"}\n`);
});

// Without one of the errors that it expects here, the compiler fails.
test('only the compiler refuses what no step reads', () => {
  const wrong = [
    // @ts-expect-error: a misspelt field
    request(CONTEXT, 'settle', { epohc: 1 }),
    // @ts-expect-error: a misspelt field that may be absent
    request(CONTEXT, 'unpack', { url: '', kye: 'a.asc' }),
    // @ts-expect-error: a missing field
    request(CONTEXT, 'settle', {}),
    // @ts-expect-error: a field that has to be there is undefined
    request(CONTEXT, 'settle', { epoch: undefined }),
    // @ts-expect-error: a field of another type
    request(CONTEXT, 'settle', { epoch: '1' }),
    // @ts-expect-error: the request of another step
    request(CONTEXT, 'user', { epoch: 1 }),
    // @ts-expect-error: a step that has no request
    request(CONTEXT, 'audit', {}),
    // @ts-expect-error: no step
    request(CONTEXT, 'setle', { epoch: 1 }),
  ];
  expect(wrong.map(written).slice(0, 2)).toEqual(['{"epohc":1}\n', '{"url":"","kye":"a.asc"}\n']);
  const mounts = [{ kind: 'bind', dest: '/tree', output: true }] as const;
  // @ts-expect-error: no step
  const run = inBuilder(CONTEXT, 'setle', { name: 'settle', mounts });
  // @ts-expect-error: no mount of the step
  expect(() => run.output(STEPS.settle.places.tre)).toThrow('the mount at undefined has no output');
});

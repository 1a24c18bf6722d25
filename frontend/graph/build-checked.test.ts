import { describe, expect, test } from 'vitest';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import type { Spec, StartedCheck } from '../../src/imagefile/spec.ts';
import { lineStarts, linesOf } from '../../src/imagefile/text/lines.ts';
import { exec, image } from '../../src/llb/index.ts';
import { detail } from '../errors/status.ts';
import { toStatus, UserError } from '../errors/user-error.ts';
import { BridgeError } from '../gateway/bridge.ts';
import type { PlatformProject } from '../project/platform-project.ts';
import { buildChecked } from './build-checked.ts';

const TEXT = `entry: /usr/bin/server
check:
  - server --version
  - ready: http://127.0.0.1:80/
    get:
      - /login
      - {path: /none, status: 404}
`;
const FILE = { name: 'Imagefile', text: TEXT };
const PLATFORM = { os: 'linux', architecture: 'amd64' };
const { check = [] } = parseImagefile(TEXT).spec as Spec;
const CHECKS = check as readonly StartedCheck[];

/** Returns a step at the lines of a check, as the compiler makes it. */
function stepOf({ at }: StartedCheck) {
  const { first, last } = linesOf(lineStarts(TEXT), at);
  const locations = [{ start: { line: first, character: 0 }, end: { line: last, character: 0 } }];
  const root = { kind: 'bind', dest: '/', input: image('x', { platform: PLATFORM }), output: true } as const;
  const run = exec({ args: ['x'], env: [], cwd: '/', platform: PLATFORM, mounts: [root] }, { locations });
  return run.output('/');
}

/** Builds a step that ends with this status; a failure of the daemon names the step by its digest. */
function build(checked: StartedCheck, status: number, checks = CHECKS) {
  const output = stepOf(checked);
  let solved = 0;
  const solve = async () => {
    solved++;
    if (status === 0) return { id: 'x' };
    const message = `process "/.mib/check gate" did not complete successfully: exit code: ${status}`;
    throw new BridgeError(message, 2, [detail('Vertex' as 'Source', { digest: output.vertex.digest })]);
  };
  const entrypoint = {
    file: FILE,
    source: { filename: 'Imagefile', data: Buffer.from(TEXT), language: 'YAML' },
  };
  const on = { session: { bridge: { solve } }, project: { entrypoint } } as unknown as PlatformProject;
  return buildChecked(on, { checks }, output).then(
    () => ({ solved, error: undefined }),
    (error: unknown) => ({ solved, error }),
  );
}

/** Returns the lines that a client shows for an error. */
function shownLines(error: unknown): unknown[] {
  return (toStatus(error).details ?? []).flatMap(({ type_url, value }) =>
    type_url?.endsWith('Source+json') ? JSON.parse(Buffer.from(value ?? []).toString()).ranges : [],
  );
}

const [version, server] = CHECKS as [StartedCheck, StartedCheck];

describe('a build whose checks send requests', () => {
  test('is built by the frontend, and no other build is', async () => {
    expect(await build(server, 0)).toEqual({ solved: 1, error: undefined });
    expect(await build(version, 1, [version])).toEqual({ solved: 0, error: undefined });
  });

  test('fails at the line of the request that was answered wrongly', async () => {
    const { error } = await build(server, 194);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).in(FILE).message).toBe(
      'Imagefile:7: GET /none is not answered as "get" says [check-failed]\n  the output of the check, above, has the answer',
    );
  });

  test('fails at the lines of any other step that fails, as the daemon would', async () => {
    const { error } = await build(server, 1);
    expect(error).toMatchObject({ message: expect.stringMatching(/exit code: 1$/), code: 2 });
    expect(shownLines(error)).toEqual([{ start: { line: 4 }, end: { line: 7 } }]);
    expect(shownLines((await build(version, 193)).error)).toEqual([{ start: { line: 3 }, end: { line: 3 } }]);
    expect(shownLines((await build(server, 254)).error)).toEqual([{ start: { line: 4 }, end: { line: 7 } }]);
  });
});

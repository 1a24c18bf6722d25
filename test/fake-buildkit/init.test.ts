import { beforeAll, expect, test } from 'vitest';
import type { Received } from '../../src/llb/proto.ts';
import { bundleWhole } from './bundle.ts';
import { run } from './run.ts';
import { Refusal } from './server.ts';

let file: string;
beforeAll(async () => {
  file = await bundleWhole();
});

const CONFIG = { os: 'linux', architecture: 'amd64', config: { Cmd: ['shop'], Env: ['PORT=3000'] } };
const PRINTED = `
# FROM is set up like this, and so is the thin one. A key in this file replaces a line:
#   command: ["shop"]
#   environment:
#     - PORT=3000

check:
  # The image's program must answer here with a status from 200 to 399. The port is in its variable PORT.
  - ready: http://127.0.0.1:3000/
    # Requests that must be answered as in production:
    # get: [/login, {path: /none, status: 404}]
`;

function answer({ result, error }: Received<'ReturnRequest'>): string {
  expect(error?.message).toBeUndefined();
  return Buffer.from(result?.metadata?.['result.txt'] ?? []).toString();
}

test('--call=init reads the config of an image, and no file', { timeout: 60_000 }, async () => {
  const { returned, events, exitCode } = await run(file, {
    options: { requestid: 'frontend.init', 'build-arg:from': 'shop', source: 'mib/frontend' },
    handlers: {
      ResolveSourceMeta: () => ({
        Image: { Digest: `sha256:${'1'.repeat(64)}`, Config: Buffer.from(JSON.stringify(CONFIG)) },
      }),
    },
  });
  const printed = PRINTED.replace('FROM', 'The image "shop"');
  expect(returned.map(answer)).toEqual([`# syntax=mib/frontend\nfrom: shop\n${printed}`]);
  expect(events).toEqual(['Ping', 'ResolveSourceMeta', 'Return', 'Return answered', 'exit']);
  expect(exitCode).toBe(0);
});

test('--call=init has another frontend read a Dockerfile', { timeout: 60_000 }, async () => {
  const frontends: Received<'SolveRequest'>[] = [];
  const { returned } = await run(file, {
    options: { requestid: 'frontend.init', 'context:base': 'input:base', target: 'prod' },
    handlers: {
      Inputs: () => ({ Definitions: { base: { def: [new Uint8Array([1])] } } }),
      Solve: (request) => {
        if (request.Frontend === '') return { result: { ref: { id: 'r' } } };
        frontends.push(request);
        const config = Buffer.from(JSON.stringify(CONFIG));
        return { result: { metadata: { 'containerimage.config': config } } };
      },
      StatFile: ({ Path }) => {
        if (Path === 'Dockerfile') return { stat: { mode: 0o644, size: 18 } };
        throw new Refusal({ message: `lstat ${Path}: no such file or directory` });
      },
      ReadFile: () => ({ Data: Buffer.from('FROM base AS prod\n') }),
    },
  });
  expect(returned.map(answer)).toEqual([
    expect.stringContaining(
      `# syntax=mib/frontend\nfrom: app\n${PRINTED.replace('FROM', 'The image of the Dockerfile')}`,
    ),
  ]);
  expect(frontends).toMatchObject([
    {
      Frontend: 'dockerfile.v0',
      FrontendOpt: { 'context:base': 'input:base', platform: 'linux/amd64', target: 'prod' },
      FrontendInputs: { base: { def: [Buffer.from([1])] } },
      allowResultReturn: true,
      allowResultArrayRef: true,
      Evaluate: false,
    },
  ]);
});

test('--call=init gives back the error of a Dockerfile as it came', { timeout: 60_000 }, async () => {
  const { returned } = await run(file, {
    options: { requestid: 'frontend.init' },
    handlers: {
      Solve: ({ Frontend }) => {
        if (Frontend === '') return { result: { ref: { id: 'r' } } };
        throw new Refusal({
          code: 2,
          message: 'dockerfile parse error on line 2: unknown instruction: RUNN',
        });
      },
      StatFile: () => ({ stat: { mode: 0o644, size: 17 } }),
      ReadFile: () => ({ Data: Buffer.from('FROM base\nRUNN x\n') }),
    },
  });
  expect(returned[0]?.error).toMatchObject({
    code: 2,
    message: 'dockerfile parse error on line 2: unknown instruction: RUNN',
  });
});

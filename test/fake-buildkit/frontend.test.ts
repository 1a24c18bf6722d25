import type { ChildProcess } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Received } from '../../src/llb/proto.ts';
import { bundleScripted } from './bundle.ts';
import { run, type Start } from './run.ts';
import { Refusal } from './server.ts';

let file: string;
beforeAll(async () => {
  file = await bundleScripted();
});

function script(name: string, start: Start = {}) {
  return run(file, { ...start, options: { ...start.options, 'build-arg:SCRIPT': name } });
}

function text({ result }: Received<'ReturnRequest'>): string {
  return Buffer.from(result?.metadata?.['result.txt'] ?? []).toString();
}

/** Returns `length` bytes that differ from page to page. */
function pattern(length: number): Buffer {
  return Buffer.from(Uint32Array.from({ length: length / 4 }, (_, n) => n).buffer);
}

describe('the connection', () => {
  test('opens with the preface and SETTINGS, in good time', async () => {
    const { head, firstByte } = await script('nothing');
    const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
    expect(head.subarray(0, preface.length).toString()).toBe(preface);
    const SETTINGS = 4;
    expect(head[preface.length + 3]).toBe(SETTINGS);
    expect(firstByte).toBeLessThan(3000);
  });

  test('carries nothing that a console method prints', async () => {
    const { exitCode, stderr, returned } = await script('pollute');
    expect(returned.map(text)).toEqual(['done']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('stray');
  });

  test('ends the process when BuildKit is gone', async () => {
    const { exitCode, returned } = await script('hang', {
      meanwhile: (child) => setTimeout(() => child.stdin?.end(), 300),
    });
    expect(exitCode).toBe(1);
    expect(returned).toEqual([]);
  });
});

describe('the end', () => {
  test('is one Return, its answer, exit status 0, at once', async () => {
    const { exitCode, events, ending } = await script('nothing');
    expect(events).toEqual(['Ping', 'Return', 'Return answered', 'exit']);
    expect(exitCode).toBe(0);
    expect(ending).toBeLessThan(1000);
  });

  test('waits for the answer, however late', async () => {
    const late = () => new Promise<object>((resolve) => setTimeout(() => resolve({}), 300));
    const { exitCode, events } = await script('nothing', { handlers: { Return: late } });
    expect(events.slice(-3)).toEqual(['Return', 'Return answered', 'exit']);
    expect(exitCode).toBe(0);
  });

  test('comes when the process is told to stop', async () => {
    let child: ChildProcess | undefined;
    const Solve = () => {
      child?.kill('SIGTERM');
      return new Promise<never>(() => undefined);
    };
    const meanwhile = (started: ChildProcess) => {
      child = started;
    };
    const { exitCode, returned } = await script('read', { handlers: { Solve }, meanwhile });
    expect(returned.map(({ error }) => error?.message)).toEqual([
      'something outside of the build stopped mib with SIGTERM',
    ]);
    expect(exitCode).toBe(0);
  });

  test('is not said twice when something fails after the result', async () => {
    const late = () => new Promise<object>((resolve) => setTimeout(() => resolve({}), 200));
    const { exitCode, returned } = await script('late', { handlers: { Return: late } });
    expect(returned.map(text)).toEqual(['done']);
    expect(exitCode).toBe(0);
  });

  test('is an error when the result is too large for a message', async () => {
    const { exitCode, returned } = await script('large');
    expect(returned).toHaveLength(1);
    expect(returned[0]?.error?.message).toMatch(
      /^the answer is larger than the 16 MiB that BuildKit takes \[invalid-value\]\n/,
    );
    expect(exitCode).toBe(0);
  });
});

test('BuildKit refusing an error as well ends the process with a failure', async () => {
  const Return = () => {
    throw new Refusal({ code: 8, message: 'no' });
  };
  const { exitCode, events, stderr } = await script('throw', { handlers: { Return } });
  expect(events.filter((event) => event === 'Return')).toHaveLength(1);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('something broke');
});

describe('an error', () => {
  test.each([
    ['throw', 'something broke'],
    ['crash', 'thrown from a timer'],
    ['reject', 'nobody waits for this'],
  ])('from %s is returned with the code "internal"', async (name, message) => {
    const { returned, exitCode } = await script(name);
    expect(returned).toHaveLength(1);
    expect(returned[0]?.result).toBeFalsy();
    expect(returned[0]?.error).toMatchObject({ code: 2 });
    expect(returned[0]?.error?.message).toContain(`mib failed: ${message} [internal]`);
    expect(exitCode).toBe(0);
  });

  test('of a graph too large for a message says what to do', async () => {
    const { returned } = await script('huge');
    expect(returned.map(({ error }) => error)).toMatchObject([
      {
        code: 2,
        message:
          'the graph of this build is larger than the 16 MiB that BuildKit takes [invalid-value]\n' +
          '  copy folders of the build context in place of many files and large texts',
      },
    ]);
  });

  test('of the person who builds carries its place', async () => {
    const { returned } = await script('user');
    const error = returned[0]?.error;
    expect(error?.code).toBe(2);
    expect(error?.message).toBe(
      'Imagefile:3: unknown key "pakages" [unknown-key]\n  did you mean "packages"?',
    );
    expect(error?.details?.map((detail) => detail.type_url)).toEqual([
      'github.com/moby/buildkit/errdefs.Source+json',
    ]);
    expect(JSON.parse(Buffer.from(error?.details?.[0]?.value ?? []).toString())).toMatchObject({
      info: { filename: 'Imagefile', language: 'YAML' },
      ranges: [{ start: { line: 3 }, end: { line: 3 } }],
    });
  });

  test('of BuildKit goes back as it came', async () => {
    const details = [
      { type_url: 'github.com/moby/buildkit/errdefs.Source+json', value: Buffer.from('{"ranges":[]}') },
    ];
    const handlers = {
      Solve: () => {
        throw new Refusal({ code: 5, message: 'not here', details });
      },
    };
    const { returned } = await script('read', { handlers });
    expect(returned[0]?.error).toMatchObject({ code: 5, message: 'not here' });
    expect(returned[0]?.error?.details?.[0]).toMatchObject(details[0] ?? {});
  });

  test('of an option is named, and nothing is built', async () => {
    const { returned, events } = await script('nothing', { options: { 'shm-size': 'big' } });
    expect(events).not.toContain('Solve');
    expect(returned[0]?.error?.message).toBe(
      'option "shm-size": "big" is not a whole number [invalid-value]',
    );
  });

  test('of a capability that we lack is the one BuildKit knows', async () => {
    const { returned } = await script('nothing', {
      options: { 'frontend.caps': 'moby.buildkit.frontend.magic+forward' },
    });
    expect(returned[0]?.error).toMatchObject({
      code: 12,
      message: 'unsupported frontend capability moby.buildkit.frontend.magic',
    });
    expect(returned[0]?.error?.details?.[0]?.type_url).toBe(
      'github.com/moby/buildkit/errdefs.FrontendCap+json',
    );
  });
});

test('options keep equals signs, newlines and every letter', async () => {
  const TEXT = 'a=b=c\nzweite Zeile ✓ 😀';
  const { returned } = await script('echo', { options: { 'build-arg:TEXT': TEXT } });
  expect(returned.map(text)).toEqual([TEXT]);
});

describe('a file', () => {
  const content = (size: number) => pattern(size);
  const sumOf = (bytes: Buffer) => bytes.reduce((total, byte) => (total * 31 + byte) % 1000003, 7);
  test.each([0, 5 << 20, 8 << 20, 20 << 20])(
    'of %i bytes arrives whole',
    async (size) => {
      const bytes = content(size);
      const { returned } = await script('read', {
        handlers: {
          Solve: () => ({ result: { ref: { id: 'r1' } } }),
          ReadFile: ({ Ref, Range }) => {
            expect(Ref).toBe('r1');
            const offset = Range?.Offset ?? 0;
            return { Data: bytes.subarray(offset, offset + (Range?.Length ?? bytes.length)) };
          },
        },
      });
      expect(returned.map(text)).toEqual([`${size} ${sumOf(bytes)}`]);
      // A busy machine needs longer than the default timeout.
    },
    60_000,
  );
});

test('solving asks for the shape of answer that we read, and names the caches of the client', async () => {
  const asked: Received<'SolveRequest'>[] = [];
  const Solve = (request: Received<'SolveRequest'>) => {
    asked.push(request);
    return {};
  };
  const cache = JSON.stringify([{ Type: 'local', Attrs: { src: 'x' } }]);
  await script('read', { handlers: { Solve }, options: { 'cache-imports': cache } });
  expect(asked).toMatchObject([
    {
      allowResultReturn: true,
      allowResultArrayRef: true,
      Evaluate: false,
      CacheImports: [{ Type: 'local', Attrs: { src: 'x' } }],
    },
  ]);
});

test('every other call reaches BuildKit and comes back', async () => {
  const { returned, events } = await script('everything', {
    handlers: {
      ResolveSourceMeta: ({ Source }) => ({ HTTP: { Checksum: `sha256:${Source?.identifier}` } }),
      StatFile: () => ({ stat: { path: '/f', size: 42 } }),
      Inputs: () => ({ Definitions: { b: {}, a: {} } }),
    },
  });
  expect(returned.map(text)).toEqual(['["sha256:http://mirror.example/x",42,["a","b"]]']);
  expect(events).toContain('Warn');
});

test('a daemon without a needed capability is told apart from a fault', async () => {
  const { returned } = await script('everything', {
    handlers: { Ping: () => ({ FrontendAPICaps: [{ ID: 'source.metaresolver', Enabled: false }] }) },
  });
  expect(returned[0]?.error?.message).toBe(
    'this BuildKit cannot look up sources: it lacks the capability "source.metaresolver"',
  );
});

import { expect, test } from 'vitest';
import type { CompileContext } from '../../src/compile/context.ts';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import { type Bridge, BridgeError } from '../gateway/bridge.ts';
import { atCommits, resolveCommits, verifyRepositories } from './git-sources.ts';

const URL = 'https://git.example/a.git';
const COMMIT = 'c'.repeat(40);

function specOf(more: string) {
  const { spec } = parseImagefile(
    `build:\n  - name: a\n    source: {git: "${URL}"${more}}\n    run: [make]\n    output: [a: /usr/bin/a]\n` +
      'entry: /usr/bin/a\n',
  );
  if (spec === undefined) throw new Error('no spec');
  return spec;
}

/** Returns the commit that is found with this answer of the daemon. */
async function commitOf(answer: object, more = ', ref: v1'): Promise<string | undefined> {
  const bridge = {
    resolveSourceMeta: async () => answer,
    solve: async () => ({ id: 'tree' }),
    statFile: async () => ({ mode: 0o644, size: 41 }),
    readFile: async () => Buffer.from(`${'d'.repeat(40)}\n`),
  };
  const compileContext = { locate: () => ({ start: {}, end: {} }), prefix: '' } as unknown as CompileContext;
  const found = await resolveCommits(bridge as unknown as Bridge, compileContext, specOf(more).build);
  return found.get('a');
}

test('a tag is the commit that it leads to', async () => {
  expect(await commitOf({ Git: { Checksum: 'b'.repeat(40), CommitChecksum: COMMIT } })).toBe(COMMIT);
  expect(await commitOf({ Git: { Checksum: COMMIT, CommitChecksum: '' } })).toBe(COMMIT);
});

test('where the daemon does not tell, the checkout does', async () => {
  expect(await commitOf({})).toBe('d'.repeat(40));
});

test('a commit that the Imagefile names is not asked for', async () => {
  expect(await commitOf({ Git: { Checksum: 'b'.repeat(40) } }, `, ref: v1, commit: ${COMMIT}`)).toBe(COMMIT);
});

test('what cannot be read is said as in a build', async () => {
  const bridge = {
    resolveSourceMeta: () => Promise.reject(new BridgeError("couldn't find remote ref v1")),
  };
  const compileContext = { locate: () => ({ start: {}, end: {} }), prefix: '' } as unknown as CompileContext;
  await expect(
    resolveCommits(bridge as unknown as Bridge, compileContext, specOf(', ref: v1').build),
  ).rejects.toThrow(`${URL} does not have "v1" [unknown-ref]`);
});

test('at the commit of a lock, the ref has no say', () => {
  const lock = { architecture: 'amd64', suite: 'trixie', archives: [], base: [], packages: [], tools: [] };
  const spec = specOf(', ref: v1');
  const [build] = atCommits(spec, [{ name: 'a', lock, commit: COMMIT }]).build;
  expect(build?.source).toMatchObject({ kind: 'git', url: URL, commit: COMMIT });
  expect(build?.source).not.toHaveProperty('ref');
  expect(atCommits(spec, [{ name: 'a', lock }])).toEqual(spec);
  const [signed] = atCommits(specOf(', ref: v1, key: a.asc'), [{ name: 'a', lock, commit: COMMIT }]).build;
  expect(signed?.source).not.toHaveProperty('key');
});

test('a tag that is an object of its own is the commit that it leads to, also for a daemon that compares its id', async () => {
  const compileContext = {
    locate: () => ({ start: {}, end: {} }),
    prefix: '',
    named: new Map(),
  } as unknown as CompileContext;
  const found = (head: string, message?: string, caps: readonly string[] = []) => {
    const bridge = {
      llb: { has: (id: string) => caps.includes(id) },
      solve: async (_: unknown, settings?: object) => {
        if (settings !== undefined && message !== undefined) throw new BridgeError(message);
        return { id: 'tree' };
      },
      resolveSourceMeta: async () => ({}),
      statFile: async () => ({ mode: 0o644, size: 41 }),
      readFile: async () => Buffer.from(`${head}\n`),
    };
    const spec = specOf(`, ref: v1, commit: ${COMMIT}`);
    return verifyRepositories(bridge as unknown as Bridge, compileContext, spec);
  };
  const other = `expected checksum to match ${COMMIT}, got ${'b'.repeat(40)}`;
  expect(await found(COMMIT, other)).toEqual(new Map([['a', COMMIT]]));
  expect(await found(COMMIT)).toEqual(new Map([['a', COMMIT]]));
  expect(await found(COMMIT, undefined, ['source.git.signatureverify'])).toEqual(new Map());
  const refused = (commit: string) => `"v1" of ${URL} is commit ${commit}, not ${COMMIT} [wrong-commit]`;
  await expect(found('d'.repeat(40), other)).rejects.toThrow(refused('d'.repeat(40)));
  const told = found(COMMIT, other, ['source.git.signatureverify']);
  await expect(told).rejects.toThrow(refused('b'.repeat(40)));
  await expect(found(COMMIT, 'fatal: no route')).rejects.toThrow(`the repository ${URL} cannot be read`);
});

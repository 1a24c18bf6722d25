import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { signature } from './signature.ts';

const URL = 'https://git.example/a.git';
const PGP = '-----BEGIN PGP SIGNATURE-----\n\nabcd\n-----END PGP SIGNATURE-----\n';

/** A checkout, as the daemon leaves it. */
function checkout() {
  const root = mkdtempSync(join(tmpdir(), 'mib-signature-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const tree = join(root, 'tree');
  const git = (args: readonly string[], input = '') => {
    const name = ['-c', 'user.name=A', '-c', 'user.email=a@mirror.example'];
    return execFileSync('git', [...name, ...args], { cwd: tree, input, stdio: 'pipe' })
      .toString()
      .trim();
  };
  execFileSync('git', ['init', '--quiet', tree], { stdio: 'pipe' });
  writeFileSync(join(tree, 'word'), 'one\n');
  git(['add', 'word']);
  git(['commit', '--quiet', '--message', 'one']);
  const plain = git(['rev-parse', 'HEAD']);
  /** The commit with a signature. */
  const signed = (text = PGP) => {
    const [head, message] = `${git(['cat-file', 'commit', plain])}\n`.split(/\n\n(.*)/s);
    const header = `gpgsig ${text.trimEnd().replaceAll('\n', '\n ')}`;
    const object = `${head}\n${header}\n\n${message}`;
    return git(['hash-object', '-t', 'commit', '-w', '--stdin'], object);
  };
  /** A tag with a signature, for a commit; its ref has that name. */
  const tag = (name: string, commit: string, { ref = name, text = PGP } = {}) => {
    const object = `object ${commit}\ntype commit\ntag ${name}\ntagger A <a@mirror.example> 0 +0000\n\none\n${text}`;
    git(['update-ref', `refs/tags/${ref}`, git(['hash-object', '-t', 'tag', '-w', '--stdin'], object)]);
  };
  const places = { request: join(root, 'request.json'), key: join(root, 'key'), tree };
  /** What the step says of it at a commit; of all signatures, those count whose subject is named. */
  const say = async (commit: string, request: object = {}, good: RegExp = /./) => {
    git(['checkout', '--quiet', '--detach', commit]);
    writeFileSync(places.request, JSON.stringify({ url: URL, key: 'a.asc', ...request }));
    const said = vi.spyOn(process.stderr, 'write').mockReset().mockReturnValue(true);
    const status = await signature(places, async (_, what) =>
      good.test(what)
        ? { signer: 'ABCD' }
        : { problem: { code: 'wrong-key', message: `${what} is by another`, fix: 'look' } },
    );
    return [status, said.mock.calls.map(([text]) => text).join('')];
  };
  return { tree, plain, signed, tag, say };
}

test('a commit that is signed is left without its repository', async () => {
  const { tree, signed, say } = checkout();
  const commit = signed();
  expect(await say(commit, { commit })).toEqual([0, `the commit ${commit} of ${URL} is signed by ABCD\n`]);
  expect(readdirSync(tree)).toEqual(['word']);
});

test('so is one that a signed tag names', async () => {
  const { plain, tag, say } = checkout();
  tag('v1', plain);
  expect(await say(plain, { ref: 'v1' })).toEqual([0, `the tag "v1" of ${URL} is signed by ABCD\n`]);
});

test('a commit counts also where its tag does not', async () => {
  const { signed, tag, say } = checkout();
  const commit = signed();
  tag('v1', commit);
  expect(await say(commit, { ref: 'refs/tags/v1' }, /commit/)).toEqual([
    0,
    `the commit ${commit} of ${URL} is signed by ABCD\n`,
  ]);
});

test('nothing that is signed: what could be', async () => {
  const { tree, plain, tag, say } = checkout();
  const fix =
    '\n  name a tag or commit that is signed, or leave out "key" and pin what is built with "commit"\n';
  expect(await say(plain, { ref: 'main' })).toEqual([
    1,
    `the commit ${plain} of ${URL} is not signed [bad-signature]${fix}`,
  ]);
  tag('v1', plain, { text: '' });
  expect(await say(plain, { ref: 'v1' })).toEqual([
    1,
    `neither the tag "v1" of ${URL} nor the commit ${plain} of ${URL} is signed [bad-signature]${fix}`,
  ]);
  expect(existsSync(join(tree, '.git'))).toBe(true);
});

test('signatures by others: each', async () => {
  const { signed, tag, say } = checkout();
  const commit = signed();
  tag('v1', commit);
  expect(await say(commit, { ref: 'v1' }, /nobody/)).toEqual([
    1,
    `the tag "v1" of ${URL} is by another [wrong-key]\n  look\n` +
      `the commit ${commit} of ${URL} is by another [wrong-key]\n  look\n`,
  ]);
});

test('a commit that is not the one', async () => {
  const { signed, say } = checkout();
  const commit = signed();
  expect(await say(commit, { ref: 'main', commit: '1'.repeat(40) })).toEqual([
    1,
    `"main" of ${URL} is commit ${commit}, not ${'1'.repeat(40)} [wrong-commit]\n` +
      '  review what changed, then write the new commit\n',
  ]);
});

test('a signed tag under another name, or on another commit', async () => {
  const { plain, signed, tag, say } = checkout();
  const fix = '\n  the tag was moved or renamed: ask the maintainers of the repository\n';
  tag('v1', plain, { ref: 'v2' });
  expect(await say(plain, { ref: 'v2' })).toEqual([
    1,
    `the tag "v2" of ${URL} was signed as "v1" [bad-signature]${fix}`,
  ]);
  tag('v3', signed());
  expect(await say(plain, { ref: 'v3' })).toEqual([
    1,
    `the tag "v3" of ${URL} was signed for ${signed()}, but points to ${plain} [bad-signature]${fix}`,
  ]);
});

test.each([
  ['-----BEGIN SSH SIGNATURE-----\nabcd\n', 'SSH'],
  ['-----BEGIN SIGNED MESSAGE-----\nabcd\n', 'X.509'],
])('a signature of another kind: %j', async (text, name) => {
  const { signed, say } = checkout();
  const commit = signed(text);
  expect(await say(commit)).toEqual([
    1,
    `the commit ${commit} of ${URL} is signed with ${name}, which mib does not verify [bad-signature]\n` +
      '  leave out "key", and pin what is built with "commit"\n',
  ]);
});

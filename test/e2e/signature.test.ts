import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeKey, type SigningKey } from '../mirror/openpgp.ts';
import { BUILD, build, buildOk, docker, folder, temporaryFolder } from '../support/e2e/docker.ts';
import { failure } from '../support/e2e/progress.ts';
import { repositoryOf, serve } from '../support/e2e/serve.ts';

/** Builds what the source says, and which files are there. The key is line 5. */
const imagefile = (source: readonly string[]) => `# syntax=mib/frontend
build:
  - name: made
    source:
      key: keys/author.asc
      ${source.join('\n      ')}
    run: [sh -c "(cat word; ls -A) >made"]
    output: [made: /usr/bin/made]
entry: [/bin/cat, /usr/bin/made]
`;

/** Of more than a hundred objects git makes a pack. */
const MANY = Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`many/${at}`, `${at}\n`]));

type Repository = Awaited<ReturnType<typeof repositoryOf>>;

/** Signs the commit that `main` is at; it has another id then. */
function signCommit({ git }: Repository, key: SigningKey): string {
  const plain = `${git(['cat-file', 'commit', 'main'])}\n`;
  const header = `gpgsig ${key.detach(Buffer.from(plain)).trimEnd().replaceAll('\n', '\n ')}`;
  const commit = git(
    ['hash-object', '-t', 'commit', '-w', '--stdin'],
    plain.replace('\n\n', `\n${header}\n\n`),
  );
  git(['update-ref', 'refs/heads/main', commit]);
  return commit;
}

function signTag({ git }: Repository, key: SigningKey, name: string, commit: string): void {
  const plain = `object ${commit}\ntype commit\ntag ${name}\ntagger A <a@mirror.example> 0 +0000\n\n${name}\n`;
  const object = plain + key.detach(Buffer.from(plain));
  git(['update-ref', `refs/tags/${name}`, git(['hash-object', '-t', 'tag', '-w', '--stdin'], object)]);
}

test('a repository is built where a key vouches for its commit or its tag, and only there', {
  tags: ['long'],
}, async () => {
  const [author, other] = [makeKey('A <a@mirror.example>'), makeKey('B <b@mirror.example>')];
  const repository = await repositoryOf(folder({ word: 'one\n', ...MANY }));
  const { url, git } = repository;
  const plain = git(['rev-parse', 'main']);
  const context = folder({ Imagefile: '', 'keys/author.asc': author.publicKey });
  const write = (...source: readonly string[]) =>
    writeFileSync(join(context, 'Imagefile'), imagefile(source));
  const made = async () => {
    const out = temporaryFolder();
    await buildOk(context, '--output', out);
    return readFileSync(join(out, 'usr/bin/made'), 'utf8');
  };
  const refused = (words: string) => ({
    status: 1,
    marked: ['Imagefile:5'],
    message: 'process "mib signature" did not complete successfully: exit code: 1',
    said: { [`verify the signature of ${url}`]: words },
  });

  write(`git: "${url}"`);
  expect(failure(await build(context))).toEqual(
    refused(
      `the commit ${plain} of ${url} is not signed [bad-signature]\n` +
        '  name a tag or commit that is signed, or leave out "key" and pin what is built with "commit"',
    ),
  );
  // The older daemons take the id of a signed tag for that of its commit.
  signTag(repository, author, 'v1', plain);
  write(`git: "${url}"`, 'ref: v1', `commit: ${plain}`);
  expect(await made()).toBe('one\nmade\nmany\nword\n');
  const commit = signCommit(repository, author);
  write(`git: "${url}"`);
  expect(await made()).toBe('one\nmade\nmany\nword\n');

  writeFileSync(join(context, 'keys/author.asc'), other.publicKey);
  expect(failure(await build(context))).toEqual(
    refused(
      `the commit ${commit} of ${url} is not signed by a key of "keys/author.asc" [wrong-key]\n` +
        `  sqv says: Missing key ${author.fingerprint}, which is needed to verify signature.`,
    ),
  );
  const locking = await docker([...BUILD, '--call=lock', '--file', join(context, 'Imagefile'), context]);
  expect(failure(locking)).toMatchObject({
    marked: ['Imagefile:5'],
    message:
      'Imagefile:5: the source of build "made" is not signed as "key" requires [bad-signature]\n' +
      '  see the output of the step that verifies the signature',
  });
  expect(locking.stderr).toContain(`the commit ${commit} of ${url} is not signed by a key`);
});

test('so is an archive', async () => {
  const [author, other] = [makeKey('A <a@mirror.example>'), makeKey('B <b@mirror.example>')];
  const archive = execFileSync('tar', ['--create', '--directory', folder({ 'a/word': 'one\n' }), '.']);
  const asc = author.detach(archive);
  const host = await serve({ 'a.tar': archive, 'a.tar.asc': asc, 'b.asc': author.detach(Buffer.of(1)) });
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const source = (name: string) =>
    imagefile([`http: ${host}a.tar`, `sha256: ${sha256}`, `signature: ${host}${name}`]);
  const refused = async (Imagefile: string, key = author) =>
    failure(await build(folder({ Imagefile, 'keys/author.asc': key.publicKey }))).said['unpack a.tar'];
  expect(await refused(source('a.tar.asc'), other)).toBe(
    `${host}a.tar is not signed by a key of "keys/author.asc" [wrong-key]\n` +
      `  sqv says: Missing key ${author.fingerprint}, which is needed to verify signature.`,
  );
  expect(await refused(source('b.asc'))).toBe(
    `${host}a.tar has no good signature by a key of "keys/author.asc" [bad-signature]\n` +
      '  sqv says: Verifying signature: Message has been manipulated',
  );
  const context = folder({ Imagefile: source('a.tar.asc'), 'keys/author.asc': author.publicKey });
  const out = temporaryFolder();
  await buildOk(context, '--output', out);
  expect(readFileSync(join(out, 'usr/bin/made'), 'utf8')).toBe('one\nmade\nword\n');
});

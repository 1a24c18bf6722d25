import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readObject, readRef } from './objects.ts';

/** A repository of three commits, the first of them a tag, and git to look into it. */
function repository(...how: readonly string[]) {
  const root = mkdtempSync(join(tmpdir(), 'mib-objects-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const git = (...args: readonly string[]) => {
    const name = ['-c', 'user.name=A', '-c', 'user.email=a@mirror.example', '-c', 'init.defaultBranch=main'];
    return execFileSync('git', [...name, ...args], { cwd: root, stdio: 'pipe' });
  };
  const id = (what: string) => git('rev-parse', what).toString().trim();
  git('init', '--quiet', ...how);
  for (const each of ['one', 'two', 'three']) {
    git('commit', '--quiet', '--allow-empty', '--message', `${each}\n\n${'so much to say '.repeat(500)}`);
    if (each === 'one') git('tag', '--annotate', '--message', 'ä', 'v1');
  }
  return { folder: join(root, '.git'), git, id };
}

describe.each([
  ['sha1', false],
  ['sha1', true],
  ['sha256', false],
  ['sha256', true],
])('an object of %s, packed: %s', (format, isPacked) => {
  test('is read as git reads it', () => {
    const { folder, git, id } = repository(`--object-format=${format}`);
    if (isPacked) git('repack', '-a', '-d', '--quiet', '--depth=0');
    for (const [name, type] of [
      ['v1', 'tag'],
      ['v1^{}', 'commit'],
      ['HEAD', 'commit'],
    ] as const) {
      const { content, ...found } = readObject(folder, id(name));
      expect(found).toEqual({ id: id(name), type });
      expect(content.equals(git('cat-file', type, name))).toBe(true);
    }
  });
});

test('a ref is found, where it lies alone and among others', () => {
  const { folder, git, id } = repository();
  expect(readRef(folder, 'refs/tags/v1')).toBe(id('v1'));
  git('pack-refs', '--all');
  expect(readRef(folder, 'refs/tags/v1')).toBe(id('v1'));
  expect(readRef(folder, 'refs/tags/v')).toBeUndefined();
  expect(() => readRef(folder, 'HEAD')).toThrow(
    'HEAD of the repository is not an object id: ref: refs/heads/main',
  );
});

describe('refused is', () => {
  const nothing = '1'.repeat(40);

  test('what is not there', () => {
    const message = `the repository does not have the object ${nothing}`;
    expect(() => readObject(repository().folder, nothing)).toThrow(message);
    const { folder, git } = repository();
    git('repack', '-a', '-d', '--quiet');
    expect(() => readObject(folder, nothing)).toThrow(message);
  });

  test('another object under its id', () => {
    const { folder } = repository();
    const path = join(folder, 'objects', nothing.slice(0, 2), nothing.slice(2));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, deflateSync('commit 3\0abc'));
    expect(() => readObject(folder, nothing)).toThrow(
      `the content of the object ${nothing} does not match its id`,
    );
  });

  test('a difference to another object', () => {
    const { folder, git, id } = repository();
    git('repack', '-a', '-d', '-f', '--quiet');
    const read = () => ['HEAD', 'HEAD~1', 'HEAD~2'].map((name) => readObject(folder, id(name)));
    expect(read).toThrow(/^the repository has the object [0-9a-f]{40} only as a delta$/);
  });

  test('more than a commit can be', () => {
    const { folder } = repository();
    const path = join(folder, 'objects', nothing.slice(0, 2), nothing.slice(2));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, deflateSync(Buffer.alloc((1 << 24) + 1)));
    expect(() => readObject(folder, nothing)).toThrow(/larger than/);
  });
});

test('a damaged pack gives the object, or an error', () => {
  const { folder, git, id } = repository();
  git('repack', '-a', '-d', '--quiet', '--depth=0');
  const head = id('HEAD');
  const { content } = readObject(folder, head);
  const packs = join(folder, 'objects/pack');
  const files = readdirSync(packs)
    .filter((name) => /\.(idx|pack)$/.test(name))
    .map((name) => ({ path: join(packs, name), bytes: readFileSync(join(packs, name)) }));
  for (const { path } of files) chmodSync(path, 0o644);
  const damage = fc.array(fc.tuple(fc.nat(1), fc.nat(5000), fc.nat(255)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(damage, (changes) => {
      files.forEach(({ path, bytes }, which) => {
        const changed = Buffer.from(bytes);
        for (const [file, at, value] of changes) if (file === which) changed[at % bytes.length] = value;
        writeFileSync(path, changed);
      });
      const found = contentOf(folder, head);
      expect(found === undefined || found.equals(content)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

function contentOf(folder: string, id: string): Buffer | undefined {
  try {
    return readObject(folder, id).content;
  } catch {
    return undefined;
  }
}

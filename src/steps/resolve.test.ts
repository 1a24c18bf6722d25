import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { Lock } from '../debian/lock.ts';
import type { Resolution, ResolveProblem, ResolveRequest } from '../debian/resolution.ts';
import { resolve } from './resolve.ts';

const DATA = fileURLToPath(new URL('resolve/testdata', import.meta.url));
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Each question starts apt several times. */
const SLOW = { timeout: 60_000 };

const ARCHIVES = [
  { url: 'http://mirror.example/debian', suite: 'tiny' },
  { url: 'http://mirror.example/debian-security', suite: 'tiny-security' },
];
const OF_SUITE = { components: ['main', 'contrib'], base: true };

/** What the step is given and may have changed before it runs. */
interface Setting {
  readonly request?: Partial<ResolveRequest>;
  readonly prepare?: (input: string) => void;
  readonly keyring?: string;
  /** What is looked at beside the answer. */
  readonly see?: (output: string) => void;
}

async function ask(
  packages: readonly string[],
  { request, prepare, keyring = `${DATA}/keyring.asc`, see }: Setting = {},
): Promise<Resolution> {
  const folder = mkdtempSync(`${tmpdir()}/mib`);
  folders.push(folder);
  const input = `${folder}/in`;
  const places = {
    request: `${input}/request.json`,
    archives: `${input}/archives`,
    status: `${input}/status`,
    out: `${folder}/out`,
    scratch: `${folder}/scratch`,
    keyring,
  };
  const whole: ResolveRequest = {
    architecture: 'armhf',
    suite: 'tiny',
    archives: ARCHIVES.map((archive) => ({ ...archive, ...OF_SUITE })),
    recommends: false,
    packages: packages.map(parse),
    ...request,
  };
  whole.archives.forEach(({ suite }, index) => {
    const given = `${places.archives}/${index}`;
    mkdirSync(`${given}/main`, { recursive: true });
    copyFileSync(`${DATA}/dists/${suite}/InRelease`, `${given}/InRelease`);
    const list = readFileSync(`${DATA}/dists/${suite}/main/binary-armhf/Packages`);
    writeFileSync(`${given}/main/Packages.xz`, execFileSync('xz', ['--stdout'], { input: list }));
  });
  writeFileSync(places.request, JSON.stringify(whole));
  mkdirSync(places.out);
  prepare?.(input);
  expect(await resolve(places)).toBe(0);
  see?.(places.out);
  return JSON.parse(readFileSync(`${places.out}/resolution.json`, 'utf8'));
}

function parse(text: string) {
  const [, minus, name = '', version, suite] = /^(-?)([^=/]+)(?:=(.+)|\/(.+))?$/.exec(text) ?? [];
  return {
    name,
    exclude: minus === '-',
    ...(version === undefined ? {} : { version }),
    ...(suite === undefined ? {} : { suite }),
  };
}

async function lock(packages: readonly string[], setting?: Setting): Promise<Lock> {
  return locked(await ask(packages, setting));
}

function locked(answer: Resolution): Lock {
  if ('problems' in answer) throw new Error(JSON.stringify(answer.problems));
  return answer.lock;
}

/** As the frontend asks for versions: first without, then of what the first answer has left. */
async function held(packages: readonly string[], versions: Record<string, string>): Promise<Resolution> {
  let left = '';
  await ask(packages, { see: (output) => (left = `${output}/archives`) });
  const prepare = (input: string) => {
    rmSync(`${input}/archives`, { recursive: true });
    cpSync(left, `${input}/archives`, { recursive: true });
  };
  return ask(packages, { prepare, request: { held: versions } });
}

async function problems(packages: readonly string[], setting?: Setting): Promise<readonly ResolveProblem[]> {
  const answer = await ask(packages, setting);
  return 'problems' in answer ? answer.problems : [];
}

const brief = (list: Lock['base']): string[] => list.map(({ name, version }) => `${name} ${version}`);

const BASE = [
  'apt 3.0',
  'base-files 13',
  'helpers 1',
  'keyring 2025.1',
  'libc6 2.41-12+deb13u1',
  'mawk 1.3',
  'usr-is-merged 39',
];

describe('a request that can be met', SLOW, () => {
  test('gives a lock with everything that is needed to fetch the packages', async () => {
    const { base, packages, ...head } = await lock(['web']);
    expect(head).toEqual({
      architecture: 'armhf',
      suite: 'tiny',
      archives: ARCHIVES.map((archive) => ({ ...archive, date: Date.UTC(2019, 0, 1) / 1000 })),
      tools: [],
    });
    expect(brief(packages)).toEqual(['libweb 1:1.0~rc1+b1', 'mail-a 1', 'web 1.0-1+deb13u1']);
    expect(packages[0]).toEqual({
      name: 'libweb',
      version: '1:1.0~rc1+b1',
      architecture: 'armhf',
      archive: 0,
      path: 'pool/main/l/libweb/libweb_1.0~rc1+b1_armhf.deb',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      size: 6012,
    });
    expect(packages[2]?.archive).toBe(1);
    expect(brief(base)).toEqual(BASE);
  });

  test('on a base image adds what that lacks, and has no base', async () => {
    const status = [
      'Package: libweb\nStatus: install ok installed\nArchitecture: armhf\nVersion: 1:1.0~rc1+b1\nProvides: x\n',
      'Package: mail-a\nStatus: deinstall ok config-files\nArchitecture: all\nVersion: 1\n',
      'Package: libc6\nStatus: hold ok installed\nArchitecture: armhf\nVersion: 2.41-12+deb13u1\n',
    ];
    const prepare = (input: string) => writeFileSync(`${input}/status`, status.join('\n'));
    const { base, packages } = await lock(['web'], { prepare, request: { isUpon: true } });
    expect(base).toEqual([]);
    expect(brief(packages)).toEqual(['mail-a 1', 'web 1.0-1+deb13u1']);
  });

  test('has the same base whatever is asked for', async () => {
    const asked = [[], ['usrmerge'], ['mawk', '-keyring', '-doc']];
    const bases = await Promise.all(asked.map(async (packages) => brief((await lock(packages)).base)));
    expect(bases).toEqual([BASE, BASE, BASE]);
    expect((await lock(['mawk'])).packages).toEqual([]);
  });

  test('gets what was asked for by version, by suite, by leaving out, with recommendations', async () => {
    expect(brief((await lock(['web=0.9-1'])).packages)).toEqual(['libweb 1:1.0~rc1+b1', 'web 0.9-1']);
    expect(brief((await lock(['web/tiny'])).packages)).toContain('web 1.0-1');
    expect(brief((await lock(['web', '-mail-a'])).packages)).toContain('mail-b 1');
    expect(brief((await lock(['web'], { request: { recommends: true } })).packages)).toContain('doc 1');
  });

  test('tells which other versions there are of what was chosen', async () => {
    const answer = await ask(['web']);
    expect(answer).toHaveProperty('versions', {
      libc6: ['2.41-12', '2.41-12+deb13u1'],
      web: ['0.9-1', '1.0-1', '1.0-1+deb13u1'],
    });
  });

  test('gets the versions that are held, rebuilt or not, as though there were no others', async () => {
    const answer = await held(['web'], { web: '1.0-1', libc6: '2.41-12', libweb: '1:1.0~rc1' });
    const { base, packages } = locked(answer);
    expect(brief(base)).toContain('libc6 2.41-12');
    expect(brief(packages)).toEqual(['libweb 1:1.0~rc1+b1', 'mail-a 1', 'web 1.0-1']);
    expect(await held(['web'], { libweb: '9' })).toMatchObject({
      problems: [{ kind: 'unsatisfiable', package: 'web' }],
    });
  });

  test('leaves what it could have chosen, and nothing else', async () => {
    let text = '';
    await ask(['web'], {
      see: (output) => (text = readFileSync(`${output}/archives/0/main/Packages`, 'latin1')),
    });
    const names = [...text.matchAll(/^Package: (.*)/gm)].map(([, name]) => name);
    const ofBase = ['apt', 'base-files', 'helpers', 'keyring', 'libc6', 'mawk', 'usr-is-merged'];
    expect(names).toEqual([...ofBase, 'libweb', 'mail-a', 'mail-b', 'usrmerge', 'web', 'web']);
  });

  test('may replace a version of the base', async () => {
    expect(brief((await lock(['libc6=2.41-12'])).packages)).toEqual(['libc6 2.41-12']);
  });

  test('gives the same bytes in whatever order it is asked', async () => {
    expect(await ask(['mail-b', 'web'])).toEqual(await ask(['web', 'mail-b']));
  });
});

describe('a further repository', SLOW, () => {
  const further = { url: 'http://packages.example', suite: 'further' };
  const setting = (override?: true): Setting => ({
    prepare: (input) => copyFileSync(`${DATA}/keyring.asc`, `${input}/archives/2/key`),
    request: {
      archives: [
        ...ARCHIVES.map((archive) => ({ ...archive, ...OF_SUITE })),
        { ...further, components: ['main'], base: false, key: 'sha256:0', ...(override && { override }) },
      ],
    },
  });
  const chosen = async (packages: readonly string[], override?: true) =>
    brief((await lock(packages, setting(override))).packages);

  test('gives what is asked from it, and what that needs and Debian lacks', async () => {
    expect(await chosen(['web'])).toEqual(['libweb 1:1.0~rc1+b1', 'mail-a 1', 'web 1.0-1+deb13u1']);
    expect(await chosen(['mail-a'])).toEqual(['mail-a 9']);
    const ofTool = ['extra 1', 'libweb 1:1.0~rc1+b1', 'mail-a 1', 'tool 1', 'web 1.0-1+deb13u1'];
    expect(await chosen(['tool'])).toEqual(ofTool);
    expect(await chosen(['newer'])).toEqual(['libweb 2:9', 'newer 1']);
    expect(await chosen(['web', '-mail-a', '-mail-b'])).toContain('mail-0 1');
  });

  test('gives nothing of a name that Debian provides', async () => {
    expect(await chosen(['web', '-mail-a'])).toContain('mail-b 1');
  });

  test('replaces what Debian has if it may', async () => {
    expect(await chosen(['web'], true)).toEqual(['libweb 2:9', 'mail-a 9', 'web 1.0-1+deb13u1']);
  });

  test('is the same when versions are held', async () => {
    let left = '';
    await ask(['web'], { ...setting(), see: (output) => (left = `${output}/archives`) });
    const prepare = (input: string) => {
      rmSync(`${input}/archives`, { recursive: true });
      cpSync(left, `${input}/archives`, { recursive: true });
    };
    const again = await ask(['web'], { prepare, request: { ...setting().request, held: { web: '1.0-1' } } });
    expect(brief(locked(again).packages)).toEqual(['libweb 1:1.0~rc1+b1', 'mail-a 1', 'web 1.0-1']);
    expect(await ask(['web'], setting())).not.toHaveProperty('versions.libweb');
  });

  test('that would have to replace more is named', async () => {
    expect(await problems(['clash'], setting())).toMatchObject([
      { kind: 'unsatisfiable', package: 'clash', overrides: [further] },
    ]);
    expect(await chosen(['clash'], true)).toEqual(['clash 1', 'libweb 2:9']);
    expect(await problems(['site'], setting())).toMatchObject([{ package: 'site' }]);
  });
});

describe('a request that cannot be met', SLOW, () => {
  test('names what no archive has, with what may have been meant', async () => {
    expect(await problems(['wbe', 'mta', '-dok', 'web=2', 'web/sid', 'libweb/tiny-security'])).toEqual([
      { kind: 'unknown-package', package: 'wbe', near: ['web'] },
      { kind: 'unknown-package', package: 'mta', near: ['mail-a', 'mail-b'] },
      { kind: 'unknown-package', package: 'dok', near: ['doc'] },
      { kind: 'unknown-version', package: 'web', version: '2', known: ['1.0-1+deb13u1', '1.0-1', '0.9-1'] },
      { kind: 'unknown-version', package: 'web', version: 'sid', known: ['tiny', 'tiny-security'] },
      { kind: 'unknown-version', package: 'libweb', version: 'tiny-security', known: ['tiny'] },
    ]);
  });

  test('names each package that cannot be had, in the words of apt', async () => {
    const [first, ...others] = await problems(['mail-a', 'site']);
    expect(first).toMatchObject({ kind: 'unsatisfiable', package: 'site' });
    expect(first).toHaveProperty(['explanation', 0], expect.stringMatching(/^site : Depends: web \(>= 2\)/));
    expect(others).toEqual([]);
    expect(await problems(['web', '-libweb'])).toMatchObject([{ package: 'web' }]);
  });

  test('names the package that does not go with those before it', async () => {
    expect(await problems(['mail-a', 'web', 'night', 'doc'])).toMatchObject([
      { kind: 'unsatisfiable', package: 'night' },
    ]);
  });
});

describe('an index that cannot be trusted', SLOW, () => {
  const change = (from: string, to: string) => ({
    prepare(input: string) {
      const file = `${input}/archives/1/InRelease`;
      writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
    },
  });

  test('is one that was changed after it was signed', async () => {
    const [problem, ...others] = await problems(['web'], change('Origin: mib', 'Origin: mob'));
    expect(problem).toMatchObject({ kind: 'index', fault: 'bad-signature', archive: ARCHIVES[1] });
    const words = problem !== undefined && 'explanation' in problem ? problem.explanation.join('\n') : '';
    expect(words).toContain('http://mirror.example/debian-security tiny-security InRelease');
    expect(words).not.toContain('file:');
    expect(others).toEqual([]);
  });

  test('is one that was signed with no key of the archive', async () => {
    const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
    const found = await problems(['web'], { keyring });
    expect(found).toMatchObject(ARCHIVES.map((archive) => ({ fault: 'unknown-key', archive })));
  });

  test('is one that has run out, unless that is accepted', async () => {
    const stale = { url: 'http://old.example/debian', suite: 'stale' };
    const archives = [...ARCHIVES, stale].map((archive) => ({ ...archive, ...OF_SUITE }));
    const found = await problems(['web'], { request: { archives } });
    expect(found).toMatchObject([{ kind: 'index', fault: 'expired', archive: stale }]);
    const accepted = archives.map((archive) => ({ ...archive, acceptExpired: true }));
    expect((await lock(['web'], { request: { archives: accepted } })).packages).toHaveLength(3);
  });

  test('is a list that is too large when it is decompressed, whoever signed it', async () => {
    const answer = await problems(['web'], {
      prepare: (input) => {
        const part = gzipSync(Buffer.alloc(1 << 20));
        rmSync(`${input}/archives/0/main/Packages.xz`);
        writeFileSync(`${input}/archives/0/main/Packages.gz`, Buffer.concat(Array(401).fill(part)));
      },
    });
    const explanation = ['the list of main for armhf has more than 419430400 bytes'];
    expect(answer).toEqual([{ kind: 'index', archive: ARCHIVES[0], fault: 'invalid', explanation }]);
  });

  test('is a list with another checksum', async () => {
    const prepare = (input: string) => {
      const changed = execFileSync('xz', ['--stdout'], { input: 'Package: evil\n' });
      writeFileSync(`${input}/archives/0/main/Packages.xz`, changed);
    };
    await expect(ask(['web'], { prepare })).rejects.toThrow(
      /apt does not take the indexes: .*(Hash Sum|unexpected size)/s,
    );
  });
});

import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { docker, folder, type Outcome } from '../support/e2e/docker.ts';
import { failure, steps } from '../support/e2e/progress.ts';

/** Asks instead of building. */
function ask(question: string, context: string, ...args: readonly string[]): Promise<Outcome> {
  return docker(['buildx', 'build', '--progress=plain', `--call=${question}`, ...args, context]);
}

/** The steps that are more than looking at the Imagefile; bake puts the name of its target before each. */
function workOf(outcome: Outcome): string[] {
  const looking = /^(\[[\w -]*internal\] |(\[[\w-]+\] )?(resolve image config for |docker-image:))/;
  return steps(outcome).ran.filter((name) => !looking.test(name));
}

test.each(['outline', 'check'])('bake asks all of images/ for %s, without any work', async (question) => {
  const names = readdirSync('images');
  const definition = {
    target: Object.fromEntries(names.map((name) => [name, { context: `images/${name}` }])),
  };
  const file = `${folder({ 'bake.json': JSON.stringify(definition) })}/bake.json`;
  const outcome = await docker([
    'buildx',
    'bake',
    '--progress=plain',
    `--call=${question}`,
    '-f',
    file,
    ...names,
  ]);
  expect(outcome.status, outcome.stdout + outcome.stderr).toBe(0);
  expect(workOf(outcome)).toEqual([]);
});

describe('of images/nginx', () => {
  const json = async (question: string) => {
    const { status, stdout } = await ask(`${question},format=json`, 'images/nginx');
    expect(status).toBe(0);
    return JSON.parse(stdout);
  };

  test('outline and targets come in the form that clients know', async () => {
    expect((await ask('targets', 'images/nginx')).stdout).toMatch(
      /^TARGET +DESCRIPTION\nthin \(default\) +The program/,
    );
    expect((await ask('outline', 'images/nginx')).stdout).toMatch(/^TARGET: +thin\n/);
    expect(await json('targets')).toMatchObject({
      targets: expect.arrayContaining([
        expect.objectContaining({ name: 'thin', default: true }),
        expect.objectContaining({ name: 'debug' }),
      ]),
    });
    expect(await json('outline')).toMatchObject({ name: 'thin', args: [], sources: [expect.any(String)] });
  });

  test('plan and packages say what would be built, and fetch no package', async () => {
    const outcome = await ask('plan', 'images/nginx');
    expect(outcome.stdout).toMatch(/^linux\/amd64\n {2}bootstrap +trixie, \d+ packages \([\d.]+ MB\)\n/);
    expect(workOf(outcome).filter((step) => !/^(resolve nginx-light|read the )/.test(step))).toEqual([]);
    const [{ packages }] = await json('packages');
    const nginx = packages.find((each: { name: string }) => each.name === 'nginx');
    expect(nginx).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), base: false });
    expect(await json('plan')).toMatchObject([
      { platform: 'linux/amd64', prune: { request: { level: 'modules' } } },
    ]);
  });

  test('graph has the steps of a build with their lines, and fetches no package', async () => {
    const outcome = await ask('graph', 'images/nginx');
    expect(outcome.status, outcome.stderr).toBe(0);
    expect(workOf(outcome).filter((step) => !/^(resolve nginx-light|read the )/.test(step))).toEqual([]);
    expect(outcome.stdout).toMatch(/^# linux\/amd64\n- op: 1\n/);
    expect(outcome.stdout).toMatch(/\n {2}name: check .*\n {2}lines: "\d+"\n/);
    const [{ platform, ops }] = await json('graph');
    expect(platform).toBe('linux/amd64');
    // Each call has a session of its own.
    const withoutSession = (value: unknown) =>
      JSON.stringify(value).replace(/"local\.session":"\w+"/g, '"local.session":""');
    expect(withoutSession(parse(outcome.stdout))).toBe(withoutSession(ops));
  });

  test('schema is the one of docs/', async () => {
    expect(await json('schema')).toMatchObject({
      title: 'Imagefile',
      properties: { packages: expect.anything() },
    });
  });

  test('what nobody knows is refused, and nothing is built', async () => {
    const outcome = await ask('zzz', 'images/nginx');
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toContain('unsupported request frontend.zzz');
    expect(workOf(outcome)).toEqual([]);
  });
});

describe('a lint warning', () => {
  const IMAGEFILE = '# syntax=mib/frontend\nentry: [/usr/bin/cat, /etc/debian_version]\n';

  test('makes --check fail, at its line', async () => {
    const { status, stdout } = await docker([
      'buildx',
      'build',
      '--check',
      folder({ Dockerfile: IMAGEFILE }),
    ]);
    expect(status).toBe(1);
    expect(stdout).toContain(
      'WARNING: no-check - docs/lint.md#no-check\nnothing checks that /usr/bin/cat works in the image\n',
    );
    expect(stdout).toContain('   2 | >>> entry: [/usr/bin/cat');
  });

  test('stands at the end of a build, unless the file says otherwise', async () => {
    const args = ['--build-arg', 'FLAVOR=x', '--output', 'type=cacheonly'];
    const build = (text: string) =>
      docker(['buildx', 'build', '--progress=plain', ...args, folder({ Dockerfile: text })]);
    const { status, stderr } = await build(IMAGEFILE);
    expect(status).toBe(0);
    expect(stderr).toContain('no-check: nothing checks that /usr/bin/cat works in the image (line 2)');
    expect(stderr).toContain('unknown-build-arg: "args" does not declare the build argument "FLAVOR"');
    const settings = '# check=skip=unknown-build-arg;error=true\n';
    expect(failure(await build(IMAGEFILE.replace('\n', `\n${settings}`)))).toMatchObject({
      status: 1,
      marked: ['Dockerfile:3'],
      message:
        'Dockerfile:3: no-check: nothing checks that /usr/bin/cat works in the image [lint-failed]\n' +
        '  docs/lint.md#no-check says why; "# check=skip=no-check" allows it',
    });
  });

  test('and an error come as JSON for other programs', async () => {
    const text = '# syntax=mib/frontend\npakages: []\nentry: /bin/x\n';
    const { status, stdout } = await ask('check,format=json', folder({ Dockerfile: text }));
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      warnings: [],
      buildError: {
        message: 'Dockerfile:2: unknown key "pakages" [unknown-key]\n  did you mean "packages"?',
        location: { ranges: [{ start: { line: 2 } }] },
      },
    });
  });
});

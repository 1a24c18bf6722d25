import { describe, expect, test } from 'vitest';
import type { Lock } from '../debian/lock.ts';
import { parseImagefile } from '../imagefile/parse.ts';
import type { BaseImage } from './base-image.ts';
import { makePlan, type PlanOptions } from './make.ts';

const LOCK: Lock = {
  architecture: 'amd64',
  suite: 'trixie',
  archives: [{ url: 'http://mirror.example/debian', suite: 'trixie', date: 1_000_000_000 }],
  base: [],
  packages: [
    {
      name: 'libx',
      version: '1:2-3',
      architecture: 'amd64',
      archive: 0,
      path: 'pool/main/libx/libx_2-3_amd64.deb',
      sha256: '00',
      size: 7,
    },
  ],
  tools: [],
};

function plan(
  text: string,
  labels: Record<string, string> = {},
  epoch?: number,
  more: Partial<PlanOptions> = {},
  lock = LOCK,
) {
  const { spec, diagnostics } = parseImagefile(text);
  expect(diagnostics).toEqual([]);
  if (spec === undefined) throw new Error('no spec');
  return makePlan(spec, lock, {
    platform: 'linux/amd64',
    oci: { os: 'linux', architecture: 'amd64' },
    labels,
    variant: 'thin',
    ...(epoch === undefined ? {} : { epoch }),
    ...more,
  });
}

test('the dates of the indexes are no part of it: the same packages make the same image', () => {
  const signedAgain = LOCK.archives.map((archive) => ({ ...archive, date: archive.date + 86_400 }));
  const again = { ...LOCK, archives: signedAgain };
  expect(plan('packages: [libx]\nentry: /x\n', {}, undefined, {}, again)).toEqual(
    plan('packages: [libx]\nentry: /x\n'),
  );
});

describe('the image config', () => {
  test('has numbers for the user, a PATH, and the words of Compose', () => {
    const { config } = plan(
      'packages: [libx]\nentry: /usr/bin/x\ncommand: [-a]\nexpose: [80]\nenvironment: {B: "2", A: "1"}\nlabels: {a: b}\n',
      { a: 'c' },
    ).config;
    expect(config).toEqual({
      User: '65532:65532',
      Env: ['A=1', 'B=2', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      WorkingDir: '/',
      Entrypoint: ['/usr/bin/x'],
      Cmd: ['-a'],
      ExposedPorts: { '80/tcp': {} },
      Labels: { a: 'c' },
    });
  });

  test('is dated by the suite, or by SOURCE_DATE_EPOCH', () => {
    expect(plan('packages: [libx]\nentry: /x\n').config.created).toBe('2025-08-09T00:00:00Z');
    expect(plan('packages: [libx]\nentry: /x\n', {}, 0).config.created).toBe('1970-01-01T00:00:00Z');
  });
});

describe('a package', () => {
  test('is fetched from its archive, under its own file name', () => {
    expect(plan('packages: [libx]\nentry: /x\n').install.packages).toMatchObject([
      { url: 'http://mirror.example/debian/pool/main/libx/libx_2-3_amd64.deb', file: 'libx_2-3_amd64.deb' },
    ]);
  });

  test('points to the line that asked for it, a dependency to the first line of packages', () => {
    const text = 'packages:\n  - other\n  - libx\nentry: /x\n';
    const [libx] = plan(text).install.packages;
    expect(text.slice(libx?.at?.start, libx?.at?.end)).toBe('libx');
    const [dependency] = plan('packages: [other]\nentry: /x\n').install.packages;
    expect(dependency?.at).toEqual({ start: 11, end: 16 });
  });
});

describe('files', () => {
  test('go into a folder under their own name when the target ends in a slash', () => {
    const { files, prune } = plan('files: [{from: a/b.conf, to: /etc/}]\nentry: /x\n');
    expect(files[0]?.to).toBe('/etc/b.conf');
    expect(prune?.request.files).toEqual(['/etc/b.conf']);
  });
});

test('the prune step is told of every program, and of the arguments of the entry', () => {
  const text =
    'entry: /x\ncommand: [-c, /x.conf]\ncheck:\n  - {start: x, ready: "test -e /run/x", run: ctl ping}\n';
  expect(plan(text).prune?.request).toMatchObject({
    entry: ['/x', '-c', '/x.conf'],
    programs: [['x'], ['test', '-e', '/run/x'], ['ctl', 'ping']],
  });
});

describe('what a health check runs is kept', () => {
  test.each([
    ['app ping', [['app', 'ping']]],
    ['[CMD, /usr/bin/app, ping]', [['/usr/bin/app', 'ping']]],
    ['[CMD-SHELL, "app ping || exit 1"]', [['/bin/sh', '-c', 'app ping || exit 1']]],
    ['[NONE]', []],
  ])('%s', (written, programs) => {
    const { prune } = plan(`entry: /x\nhealthcheck: {test: ${written}}\n`);
    expect(prune?.request.programs).toEqual(programs);
    expect(prune?.healthcheck?.value).toEqual(programs[0]);
  });
});

describe('a variant', () => {
  const TEXT = 'packages: [libx]\nentry: /usr/bin/x\ncheck: [x -V]\n';
  const of = (more: Partial<PlanOptions>) => plan(TEXT, {}, undefined, more);

  test.each(['fat', 'tree'] as const)('%s is not pruned', (variant) => {
    expect(of({ variant }).prune).toBeUndefined();
  });

  test('tree is not checked', () => {
    expect(of({ variant: 'fat' }).checks).toHaveLength(1);
    expect(of({ variant: 'tree' }).checks).toEqual([]);
  });

  test('debug has tools on top, at the end of its PATH, and the rest is thin', () => {
    const [libx] = LOCK.packages;
    const tools = libx && { ...LOCK, packages: [{ ...libx, name: 'busybox-static' }] };
    const { tools: deb, config, ...rest } = of({ variant: 'debug', ...(tools && { tools }) });
    const { config: thinConfig, ...thin } = of({});
    expect(rest).toEqual(thin);
    expect(deb).toMatchObject({ name: 'busybox-static', sha256: '00' });
    expect(config.config.Env).toEqual([`${thinConfig.config.Env[0]}:/debug`]);
    expect(config.history).toHaveLength(2);
  });
});

describe('on a base image', () => {
  const below = {
    name: 'base',
    digest: 'sha256:1',
    environment: ['PATH=/opt/bin:/bin', 'LANG=C', 'OPTIONS=a=b'],
    history: [{ created: '2020-01-01T00:00:00Z', created_by: 'its maker', comment: '' }],
  };
  const container = {
    entrypoint: ['docker-entrypoint.sh'],
    command: ['node', 'server.js'],
    user: 'node',
    workingDir: '/app',
    expose: ['3000/tcp'],
    volumes: ['/data'],
    labels: { a: 'b' },
    stopSignal: 'SIGINT',
    healthcheck: { test: ['CMD-SHELL', 'wget -q http://127.0.0.1:3000/'], startInterval: 1e9 },
  };
  const startingAsBase = (text: string) =>
    plan(`from: base\n${text}`, {}, undefined, { below: { ...below, container } });
  const uponBase = (text: string, variant: PlanOptions['variant'] = 'thin') =>
    plan(`from: base\n${text}`, {}, undefined, { below, variant });

  test('it starts as that image does', () => {
    const { config, process, prune, folders } = startingAsBase(
      'check: [{ready: "http://127.0.0.1:3000/"}]\n',
    );
    expect(config.config).toEqual({
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['node', 'server.js'],
      Env: below.environment.toSorted(),
      ExposedPorts: { '3000/tcp': {} },
      Volumes: { '/data': {} },
      Labels: { a: 'b' },
      StopSignal: 'SIGINT',
      User: 'node',
      WorkingDir: '/app',
      Healthcheck: { Test: ['CMD-SHELL', 'wget -q http://127.0.0.1:3000/'], StartInterval: 1e9 },
    });
    expect(process).toMatchObject({ user: 'node', workingDir: '/app', stopSignal: 'INT' });
    expect(folders).toEqual(['/app', '/data']);
    const program = ['docker-entrypoint.sh', 'node', 'server.js'];
    expect(prune?.request).toMatchObject({
      entry: program,
      programs: [program, ['/bin/sh', '-c', 'wget -q http://127.0.0.1:3000/']],
      user: 'node',
      workingDir: '/app',
    });
    // The line of `from` is to blame for what the image says.
    expect(prune).toMatchObject({
      entryAt: { start: 6, end: 10 },
      healthcheck: { at: { start: 6, end: 10 } },
    });
    expect(process.userAt).toEqual({ start: 6, end: 10 });
  });

  test.each([
    ['command: [sh]', { Entrypoint: ['docker-entrypoint.sh'], Cmd: ['sh'], User: 'node' }],
    ['command: []', { Entrypoint: ['docker-entrypoint.sh'], User: 'node' }],
    ['user: "1000"', { User: '1000', WorkingDir: '/app' }],
    ['user: nonroot', { User: '65532:65532' }],
    ['working_dir: /', { WorkingDir: '/', User: 'node' }],
    ['expose: [80]', { ExposedPorts: { '80/tcp': {} }, Volumes: { '/data': {} } }],
    ['labels: {c: d}', { Labels: { c: 'd' } }],
    ['stop_signal: SIGTERM', { StopSignal: 'SIGTERM' }],
    ['healthcheck: {disable: true}', { Healthcheck: { Test: ['NONE'] } }],
    ['environment: {LANG: x}', { Env: ['LANG=x', 'OPTIONS=a=b', 'PATH=/opt/bin:/bin'], User: 'node' }],
  ])('each key takes the place of one: %s', (text, config) => {
    expect(startingAsBase(`${text}\n`).config.config).toMatchObject(config);
  });

  test('with an entry it starts by that alone', () => {
    expect(startingAsBase('entry: /x\n').config.config).toEqual({
      Entrypoint: ['/x'],
      Env: below.environment.toSorted(),
      User: '65532:65532',
      WorkingDir: '/',
    });
  });

  test('nothing is bootstrapped, and its environment holds unless the Imagefile has its own', () => {
    const made = uponBase('packages: [libx]\nentry: /x\nenvironment: {LANG: C.UTF-8}\n');
    expect(made).toMatchObject({ below: { name: 'base', digest: 'sha256:1', suite: 'trixie' } });
    expect(made).not.toHaveProperty('bootstrap');
    const environment = ['LANG=C.UTF-8', 'OPTIONS=a=b', 'PATH=/opt/bin:/bin'];
    expect(made.process.environment).toEqual(environment);
    expect(made.config.config.Env).toEqual(environment);
    expect(made.prune?.request.environment.PATH).toBe('/opt/bin:/bin');
  });

  test('the pruning knows that there is one, and where its program starts', () => {
    const text = 'packages: [libx]\nentry: /x\n';
    const requestUpon = (image: BaseImage) =>
      plan(`from: base\n${text}`, {}, undefined, { below: image }).prune?.request;
    expect(requestUpon(below)?.from).toEqual({});
    expect(requestUpon({ ...below, container })?.from).toEqual({ workingDir: '/app' });
    expect(plan(text).prune?.request).not.toHaveProperty('from');
  });

  test('kept whole, it is pruned to answer what nothing needs', () => {
    const text = 'from: base\nprune: none\n';
    expect(plan(text, {}, undefined, { below })).not.toHaveProperty('prune');
    const asked = plan(text, {}, undefined, { below, isInspected: true });
    expect(asked.prune?.request).toMatchObject({ level: 'modules', isWhole: true, from: {} });
    const thin = plan('from: base\nentry: /x\n', {}, undefined, { below, isInspected: true });
    expect(thin.prune?.request).not.toHaveProperty('isWhole');
  });

  test('the history goes on where its layers do', () => {
    const makers = (made: ReturnType<typeof plan>) => made.config.history.map((each) => each.created_by);
    const text = 'packages: [libx]\nentry: /x\n';
    expect(makers(uponBase(text))).toEqual(['mib: libx']);
    expect(makers(uponBase(text, 'fat'))).toEqual(['its maker', 'mib: libx']);
    expect(makers(uponBase('packages: [libx]\nprune: none\n'))).toEqual(['its maker', 'mib: libx']);
  });

  test('of another distribution, it is of no suite, and dated as the same of any other', () => {
    const alone = { ...LOCK, archives: [], packages: [] };
    const alpine = { ...below, system: 'Alpine Linux v3.22' };
    const made = plan('from: base\nentry: /x\n', {}, undefined, { below: alpine }, alone);
    expect(made.below).toEqual({ name: 'base', digest: 'sha256:1', system: 'Alpine Linux v3.22' });
    expect(made.install.packages).toEqual([]);
    expect(made.config).toMatchObject({
      created: '2025-08-09T00:00:00Z',
      history: [{ created_by: 'mib: base' }],
    });
  });

  test('the suite is its own where nothing is added', () => {
    const alone = { ...LOCK, suite: 'bookworm', archives: [], packages: [] };
    const old = { ...below, suite: 'bookworm' };
    const made = plan('from: base\nentry: /x\n', {}, undefined, { below: old }, alone);
    expect(made.below).toMatchObject({ suite: 'bookworm' });
    expect(made.config.created).toBe('2023-06-10T00:00:00Z');
  });
});

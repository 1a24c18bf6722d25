import { expect, test } from 'vitest';
import { debianTree, program } from '../../../test/support/prune/debian-tree.ts';
import { folder, link, memoryTree } from '../../../test/support/prune/memory-tree.ts';
import type { StartedCheck } from '../../imagefile/spec.ts';
import type { ExportOptions } from './options.ts';
import { type Order, orderOf } from './order.ts';

const tree = memoryTree(
  debianTree(
    { app: { files: { '/usr/bin/app': program(), '/opt/app/run': program() } } },
    {
      '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nweb:x:33:34::/var/www:/bin/sh\n',
      '/etc/group': 'root:x:0:\nweb:x:34:\nssl:x:110:web,other\nvideo:x:44:other\n',
      '/empty': folder(),
      '/srv/out': link('/data'),
      '/data': folder(),
      '/mnt/cache/x': '',
    },
  ),
);
const run = (...argv: string[]): StartedCheck => ({
  kind: 'run',
  run: argv,
  timeout: 60,
  at: { start: 0, end: 0 },
});
const OPTIONS: ExportOptions = {
  path: '/export',
  binaries: [],
  keep: [],
  drop: [],
  user: '',
  checks: [run('app', '-v')],
};
const environment = { PATH: '/bin', HOME: '/root', TZ: 'UTC' };

const order = (options: Partial<ExportOptions>, more: Readonly<Record<string, string>> = {}) =>
  orderOf(
    { ...OPTIONS, ...options },
    { tree, folder: '/opt/app', mounted: ['/proc', '/mnt/cache'], environment: { ...environment, ...more } },
  );
const good = (options: Partial<ExportOptions>, more: Readonly<Record<string, string>> = {}) =>
  order(options, more) as Order;
const said = (options: Partial<ExportOptions>) => {
  const result = order(options);
  if (!('problems' in result)) return [];
  return result.problems.map(
    ({ message, code, fix }) => `${message} [${code}]${fix === undefined ? '' : ` ${fix}`}`,
  );
};

test('what the image needs follows from the stage', () => {
  expect(good({ binaries: ['/usr/bin/app', 'run'], keep: ['/data'], drop: ['/tmp'] })).toEqual({
    path: '/export',
    checks: [run('app', '-v')],
    runner: { uid: 0, groups: [0], folder: '/opt/app', environment },
    request: {
      architecture: '',
      entry: ['/usr/bin/app'],
      programs: [['/opt/app/run'], ['app', '-v']],
      packages: [],
      environment,
      workingDir: '/opt/app',
      user: '',
      volumes: [],
      from: {},
      files: [],
      keep: ['/data'],
      drop: ['/tmp'],
    },
  });
});

test('without a binary, the program of the first command or the server is meant', () => {
  expect(good({}).request.entry).toEqual(['/bin/app']);
  expect(good({ checks: [run('./run'), run('app')] }).request.entry).toEqual(['/opt/app/./run']);
  const server: StartedCheck = {
    ...{ kind: 'start', start: ['app'], timeout: 1, at: { start: 0, end: 0 } },
    ready: { kind: 'command', argv: ['/opt/app/run', '-q'] },
  };
  expect(good({ checks: [server] }).request).toMatchObject({
    entry: ['/bin/app'],
    programs: [['app'], ['/opt/app/run', '-q']],
  });
  expect(good({ checks: [] }).request.entry).toEqual([]);
});

test('the folder is found through links, from the working directory', () => {
  expect(good({ path: 'out/x/' }).path).toBe('/opt/app/out/x');
  expect(good({ path: '/srv/out/y' }).path).toBe('/data/y');
});

test('a user has a home and further groups, unless a group is named', () => {
  expect(good({ user: 'web' })).toMatchObject({
    runner: { uid: 33, groups: [34, 110], environment: { HOME: '/var/www' } },
    request: { user: 'web' },
  });
  expect(good({ user: 'web:video' }).runner.groups).toEqual([44]);
  expect(good({ user: '1000:1001' }).runner).toMatchObject({
    uid: 1000,
    groups: [1001],
    environment: { HOME: '/' },
  });
});

test('SOURCE_DATE_EPOCH is the latest time', () => {
  expect(good({}, { SOURCE_DATE_EPOCH: '1700000000' }).epoch).toBe(1_700_000_000);
  expect(good({}, { SOURCE_DATE_EPOCH: 'now' }).epoch).toBeUndefined();
});

test.each<readonly [Partial<ExportOptions>, string]>([
  [{ path: '/' }, '--path "/" is not empty [cannot-export] name a folder that does not exist'],
  [{ path: '/etc' }, '--path "/etc" is not empty [cannot-export] name a folder that does not exist'],
  [{ path: '/etc/passwd' }, '--path "/etc/passwd" is not a folder [cannot-export]'],
  [
    { path: '/mnt/cache/new' },
    '--path "/mnt/cache/new" is on a mount, "/mnt/cache", which no other stage can copy from [cannot-export]',
  ],
  [
    { binaries: ['/usr/bin/ap'] },
    'binary "/usr/bin/ap" does not exist in the stage [missing-entry] did you mean "/usr/bin/app"?',
  ],
  [
    { checks: [run('ap')] },
    'command "ap" is no program in PATH [missing-entry] did you mean "/usr/bin/app"?',
  ],
  [{ checks: [run('/nothing')] }, 'command "/nothing" does not exist in the stage [missing-entry]'],
  [{ user: 'wep' }, '--user "wep" is not an account in the stage [invalid-option]'],
  [{ user: 'web:wep' }, '--user "web:wep" is not an account in the stage [invalid-option]'],
])('%j', (options, message) => {
  expect(said(options)).toEqual([message]);
});

test('an empty folder will do', () => {
  expect(said({ path: '/empty' })).toEqual([]);
});

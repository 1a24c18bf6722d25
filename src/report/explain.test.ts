import { describe, expect, test } from 'vitest';
import { why as search } from '../prune/why.ts';
import { originsIn, overview, overviewText, whyNotText, whyText } from './explain.ts';
import { idOf, type KeepSummary, leftOutPath, parseKeep } from './keep.ts';

const LINES = [
  {
    id: '/bin/app',
    type: 'file',
    size: 2_000_000,
    packages: ['app'],
    reasons: [{ kind: 'entry', strength: 'hard' }],
  },
  {
    id: '/lib/libx.so.1',
    type: 'link',
    target: 'libx.so.1.2',
    packages: ['libx'],
    reasons: [
      { kind: 'trace', detail: 'open', strength: 'hard' },
      { from: '/bin/app', kind: 'needed', detail: 'libx.so.1', strength: 'hard' },
    ],
  },
  {
    id: '/lib/libx.so.1.2',
    type: 'file',
    size: 500_000,
    packages: ['libx'],
    reasons: [{ from: '/lib/libx.so.1', kind: 'link', detail: 'libx.so.1.2', strength: 'hard' }],
  },
  {
    id: '/lib',
    type: 'folder',
    reasons: [{ from: '/lib/libx.so.1', kind: 'parent', detail: 'libx.so.1', strength: 'hard' }],
  },
  { id: '/orphan', type: 'file', size: 1, reasons: [{ from: '/orphan', kind: 'rule', strength: 'hard' }] },
];
const GRAPH = parseKeep(LINES.map((line) => `${JSON.stringify(line)}\n`).join(''));
const SUMMARY: KeepSummary = {
  full: { files: 5000, bytes: 129_000_000, packages: 96 },
  kept: { files: 4, bytes: 2_500_001, packages: 2 },
  dropped: {
    '/lib/liby.so': {
      pattern: '**/liby*',
      reasons: [{ from: '/bin/app', kind: 'dlopen-literal', detail: 'liby.so', strength: 'soft' }],
    },
  },
  withheld: ['/etc/shadow'],
};
const why = (path: string) => search((id) => GRAPH.get(id)?.reasons ?? [], path);

describe('why something is kept', () => {
  test('is told by hard reasons and not by a trace, though that is shorter', () => {
    expect(whyText(why('/lib/libx.so.1.2') ?? [])).toBe(
      '/lib/libx.so.1.2: link libx.so.1.2, from /lib/libx.so.1\n' +
        '  /lib/libx.so.1: needed libx.so.1, from /bin/app\n' +
        '    /bin/app: entry\n',
    );
  });

  test('names the package of a further repository', () => {
    const from = [
      { name: 'libx', origin: 'trixie' },
      { name: 'app', origin: 'http://packages.example stable' },
    ];
    expect(whyText(why('/bin/app') ?? [], from)).toBe(
      '/bin/app: entry\nit is in the package app, from http://packages.example stable\n',
    );
  });

  test('has no answer for what is not kept, nor for what leads nowhere', () => {
    expect(why('/bin/sh')).toBeUndefined();
    expect(why('/orphan')).toBeUndefined();
  });
});

describe('why something is left out', () => {
  test('names the line that took it out, or says how to keep it', () => {
    expect(whyNotText('/lib/liby.so', SUMMARY, true)).toBe(
      '/lib/liby.so is left out: drop "**/liby*" matches it\n' +
        '  without the line: dlopen-literal liby.so (soft), from /bin/app\n',
    );
    expect(whyNotText('/bin/sh', SUMMARY, true)).toBe(
      '/bin/sh is left out: nothing that is kept needs it, and no check used it\n  to keep it: keep: ["/bin/sh"]\n',
    );
    expect(whyNotText('/etc/shadow', SUMMARY, true)).toBe(
      '/etc/shadow is left out: it is a secret of the installation, or state of the build machine that a check used\n' +
        '  to keep it: keep: ["/etc/shadow"]\n',
    );
    expect(whyNotText('/bin/zsh', SUMMARY, false)).toBe(
      '/bin/zsh is not in the full tree that the image was made from\n',
    );
  });
});

test('a name that does not show is written out, and can be asked for as it is shown', () => {
  const id = '/opt/caf\udce9\x1b[31m\n';
  const shown = '/opt/caf\\xe9\\x1b[31m\\n';
  const graph = parseKeep(JSON.stringify({ id, reasons: [{ kind: 'application', strength: 'hard' }] }));
  expect(idOf(graph, shown)).toBe(id);
  expect(idOf(graph, '/opt/x\\xff')).toBe('/opt/x\\xff');
  expect(whyText(search((each) => graph.get(each)?.reasons ?? [], id) ?? [])).toBe(`${shown}: application\n`);
  expect(whyNotText(id, SUMMARY, true)).toBe(
    `${shown} is left out: nothing that is kept needs it, and no check used it\n  to keep it: keep: ["/opt/caf??[31m?"]\n`,
  );
});

test('a path that is left out can be asked for as it is shown, too', () => {
  const [odd, secret, other] = ['/opt/a\udcff', '/opt/b\udcff', '/opt/c\udcff'] as const;
  const summary = {
    ...SUMMARY,
    dropped: { [odd]: { pattern: '/opt/a*', reasons: [] } },
    withheld: [secret],
    notUtf8: [odd, secret, other],
  };
  for (const path of [odd, secret, other]) {
    expect(leftOutPath(summary, path.replace('\udcff', '\\xff'))).toBe(path);
  }
  expect(leftOutPath(summary, '/opt/d\\xff')).toBeUndefined();
  expect(leftOutPath(SUMMARY, '/etc/shadow')).toBeUndefined();
});

test('a path is looked up through the links in it', () => {
  const graph = parseKeep(
    [
      { id: '/lib', type: 'link', target: 'usr/lib', reasons: [] },
      ...['/', '/usr', '/usr/lib'].map((id) => ({ id, type: 'folder', reasons: [] })),
      { id: '/usr/lib/x.so', type: 'link', target: 'x.so.1', reasons: [] },
      { id: 'rule:openssl', reasons: [] },
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
  );
  expect(idOf(graph, '/lib/x.so')).toBe('/usr/lib/x.so');
  expect(idOf(graph, 'lib//y.so/')).toBe('/usr/lib/y.so');
  expect(idOf(graph, '/lib')).toBe('/lib');
  expect(idOf(graph, '/nothing/here')).toBe('/nothing/here');
  expect(idOf(graph, 'rule:openssl')).toBe('rule:openssl');
});

test('a package is from a repository, or from the base image', () => {
  const deb = { version: '1', url: '', file: '', sha256: '', size: 1 };
  const install = { requested: [], packages: [{ ...deb, name: 'libx', origin: 'trixie' }], accounts: [] };
  expect(originsIn({ install })('libx')).toBe('trixie');
  expect(originsIn({ install })('libx:amd64')).toBe('trixie');
  expect(originsIn({ install })('other')).toBeUndefined();
  expect(originsIn({ install, below: { name: 'base' } })('other:amd64')).toBe('base');
});

test('the overview has the largest first', () => {
  const origins: Readonly<Record<string, string>> = {
    app: 'http://packages.example stable',
    libx: 'trixie',
  };
  expect(overviewText(overview(GRAPH, SUMMARY, (name) => origins[name]))).toBe(
    `4 of 5000 files, 2.50 of 129.00 MB, 2 of 96 packages

PACKAGE        FILES         MB  ORIGIN
app                1       2.00  http://packages.example stable
libx               2       0.50  trixie
(no package)       1       0.00

KEPT FOR   FILES         MB
entry          1       2.00
link           1       0.50
rule           1       0.00
trace          1       0.00
`,
  );
});

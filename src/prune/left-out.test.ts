import { describe, expect, test } from 'vitest';
import { type FakePackage, program } from '../../test/support/prune/debian-tree.ts';
import { type Case, kept } from '../../test/support/prune/kept.ts';
import { link, type Stored, text } from '../../test/support/prune/memory-tree.ts';
import { BY_OPTION } from './advice.ts';
import { leftOutLines } from './left-out-words.ts';

const MB = 1_000_000;
/** A file that says to be so large. */
function large(megabytes: number): Stored {
  const file = text('');
  return { ...file, entry: { ...file.entry, size: megabytes * MB } };
}

const lines = (of: Case) => leftOutLines(kept(of));
const FROM = { from: {} };
const APP = { '/app/server': large(2), '/app/docs/a.md': large(3), '/app/docs/b.md': large(4) };
const USED = { path: '/app/server', kind: 'open' } as const;

describe('on a base image', () => {
  test('the number of unowned files that were left out is always said', () => {
    const quiet = { '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n', '/etc/shadow': '' };
    const [line] = lines({ request: FROM, unowned: quiet });
    expect(line).toMatch(/^left out \d+ files? \(0\.0 MB\) that no package owns/);
  });

  test('with the largest, which are whole folders where nothing in them is kept', () => {
    const unowned = {
      '/usr/src/shop/a.c': large(5),
      '/usr/src/shop/b.c': large(2),
      '/usr/lib/x.bin': large(1),
      '/usr/lib/y[1].bin': large(6),
      '/var/cache/z': large(9),
    };
    const { leftOut } = kept({ request: { ...FROM, drop: ['/usr/lib/x.bin'] }, unowned });
    expect(leftOut?.bytes).toBeGreaterThanOrEqual(13 * MB);
    expect(leftOut?.largest.slice(0, 2)).toEqual([
      { path: '/usr/src', bytes: 7 * MB },
      { path: '/usr/lib/y[1].bin', bytes: 6 * MB },
    ]);
    const [line] = lines({ request: FROM, unowned });
    expect(line).toContain('largest: /usr/src (7.0 MB), /usr/lib/y[1].bin (6.0 MB), ');
    expect(line).toContain('to keep them: keep: ["/usr/src", "/usr/lib/y?1?.bin", "');
  });

  test('what no check used of the application is said with the line that leaves it out', () => {
    const of = { request: FROM, unowned: { ...APP, '/app/small': large(0.5) }, events: [USED] };
    expect(lines(of)).toContain('no check used /app/docs (7.0 MB); to leave it out: drop: ["/app/docs"]');
    expect(leftOutLines(kept(of), BY_OPTION)).toContain(
      'no check used /app/docs (7.0 MB); to leave it out: --drop /app/docs',
    );
  });

  test('without a check nothing is known to be unused', () => {
    expect(kept({ request: FROM, unowned: APP }).unused).toEqual([]);
  });

  test("the language's own library is none that a person would leave out", () => {
    const unowned = {
      '/usr/local/lib/python3.13/os.py': large(2),
      '/usr/local/lib/python3.13/a/b.py': large(3),
    };
    const { unused } = kept({ request: FROM, unowned, events: [{ path: '/usr/bin/app', kind: 'open' }] });
    expect(unused).toEqual([]);
  });
});

test('without a base image nothing is counted', () => {
  const { leftOut, unused } = kept({ unowned: APP, events: [USED] });
  expect([leftOut, unused]).toEqual([undefined, []]);
});

describe('a package of which no program is kept', () => {
  const tool: FakePackage = { files: { '/usr/bin/tool': program(), '/usr/share/tool/a': '' } };
  const data: FakePackage = { files: { '/usr/share/data/a': '' } };
  const alternative: FakePackage = { files: { '/usr/bin/a': link('app') } };
  const certificates: FakePackage = { files: { '/usr/sbin/update-ca-certificates': program() } };
  const packages = { tool, data, alternative, certificates };

  test('is said with the line that keeps it, where the base has it on purpose', () => {
    expect(kept({ packages, request: FROM }).idle).toContain('tool');
    expect(lines({ packages, request: FROM })).toContain(
      'no program of the package tool is kept; to keep it: keep: ["pkg:tool"]',
    );
    const { idle } = kept({ packages, request: FROM });
    for (const name of ['data', 'alternative', 'certificates', 'app']) expect(idle).not.toContain(name);
  });

  test('is not, where it came along with another', () => {
    const states = 'Package: tool\nArchitecture: amd64\nAuto-Installed: 1\n';
    const unowned = { '/var/lib/apt/extended_states': states };
    expect(kept({ packages, unowned, request: FROM }).idle).not.toContain('tool');
  });

  test('is said where the Imagefile names it', () => {
    expect(kept({ packages, request: { packages: ['tool', 'data', 'app'] } }).idle).toEqual(['tool']);
    expect(kept({ packages }).idle).toEqual([]);
  });
});

describe('distributions that stay out', () => {
  const SITE = '/usr/lib/python3/dist-packages';
  const python: FakePackage = { files: { '/usr/bin/python3.13': program() } };
  const distribution = (name: string, megabytes: number): readonly [string, FakePackage] => [
    `python3-${name}`,
    { files: { [`${SITE}/${name}.py`]: large(megabytes) } },
  ];
  const events = [{ path: '/usr/bin/python3.13', kind: 'open' }] as const;
  const of = (...names: readonly string[]): Case => ({
    packages: { python, ...Object.fromEntries(names.map((name, at) => distribution(name, at + 1))) },
    request: { level: 'modules' },
    events,
  });

  test('are said with the line that keeps them', () => {
    expect(lines(of('a'))).toEqual([
      'no check used python3-a (1.0 MB), and nothing kept requires it; to keep it: keep: ["pkg:python3-a"]',
    ]);
    expect(leftOutLines(kept(of('a', 'b')), BY_OPTION)).toEqual([
      'no check used python3-b (2.0 MB), python3-a (1.0 MB), and nothing kept requires them; ' +
        'to keep them: --keep pkg:python3-b --keep pkg:python3-a',
    ]);
  });

  test('the largest, if there are many', () => {
    expect(lines(of('a', 'b', 'c', 'd', 'e', 'f', 'g'))).toEqual([
      'no check used python3-g (7.0 MB), python3-f (6.0 MB), python3-e (5.0 MB), python3-d (4.0 MB), python3-c (3.0 MB) ' +
        'and 2 more in the report, and nothing kept requires them; to keep the largest: ' +
        'keep: ["pkg:python3-g", "pkg:python3-f", "pkg:python3-e", "pkg:python3-d", "pkg:python3-c"]',
    ]);
  });
});

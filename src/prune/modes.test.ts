import { describe, expect, test } from 'vitest';
import { debianTree, program } from '../../test/support/prune/debian-tree.ts';
import { elf, folder, type Item, memoryTree, text } from '../../test/support/prune/memory-tree.ts';
import { REQUEST as PLAIN } from '../../test/support/prune/request.ts';
import { prune } from './prune.ts';
import type { PruneRequest, TraceEvent } from './request.ts';

const REQUEST: PruneRequest = { ...PLAIN, keep: ['/opt'] };

function run(
  unowned: Readonly<Record<string, Item>>,
  request: Partial<PruneRequest> = {},
  events: readonly TraceEvent[] = [],
) {
  const tree = memoryTree(debianTree({ app: { files: { '/usr/bin/app': program() } } }, unowned));
  return prune(tree, { ...REQUEST, ...request }, events);
}

describe('setuid and setgid', () => {
  const helper = (mode: number, inode?: string) => elf({}, { mode, ...(inode && { inode }) });
  const cleared = (unowned: Readonly<Record<string, Item>>, events: readonly TraceEvent[]) => {
    const outcome = run(unowned, {}, events);
    return 'cleared' in outcome ? outcome.cleared : outcome.problems;
  };

  test('go from what no check executed, and are listed', () => {
    const tree = {
      '/opt/su': helper(0o4755),
      '/opt/wall': helper(0o2755),
      '/opt/state': folder({ mode: 0o2775 }),
    };
    expect(cleared(tree, [{ path: '/opt/wall', kind: 'open' }])).toEqual(['/opt/su', '/opt/wall']);
    expect(cleared(tree, [{ path: '/opt/wall', kind: 'exec' }])).toEqual(['/opt/su']);
  });

  test('stay under every name of what a check executed', () => {
    const tree = {
      '/opt/a': helper(0o4755, '1'),
      '/opt/b': helper(0o4755, '1'),
      '/opt/c': helper(0o4755, '2'),
    };
    expect(cleared(tree, [{ path: '/opt/b', kind: 'exec' }])).toEqual(['/opt/c']);
  });
});

describe('what every account may write to', () => {
  const open = text('', { mode: 0o666 });
  const at = (mode: number) => folder({ mode });
  const paths = (unowned: Readonly<Record<string, Item>>, request: Partial<PruneRequest> = {}) => {
    const outcome = run(unowned, request);
    return 'problems' in outcome ? outcome.problems : [];
  };

  test('a file is refused, whoever brought it', () => {
    const problem = { kind: 'world-writable', type: 'file', mode: 0o666 };
    expect(paths({ '/opt/b/x': open, '/opt/a': open })).toEqual([
      { ...problem, path: '/opt/a' },
      { ...problem, path: '/opt/b/x' },
    ]);
    expect(paths({ '/srv/b/x': open }, { keep: [], files: ['/srv/b/'] })).toEqual([
      { ...problem, path: '/srv/b/x', target: '/srv/b/' },
    ]);
  });

  test('a file of a package is told from others', () => {
    const tree = memoryTree(debianTree({ app: { files: { '/usr/bin/app': program(), '/opt/a': open } } }));
    expect(prune(tree, REQUEST, [])).toEqual({
      problems: [{ kind: 'world-writable', path: '/opt/a', type: 'file', mode: 0o666, owner: 'app' }],
    });
  });

  test('a folder is refused unless it is sticky, even if only something in it is kept', () => {
    expect(paths({ '/srv/a': at(0o777), '/srv/a/x': '' }, { keep: ['/srv/a/x'] })).toEqual([
      { kind: 'world-writable', path: '/srv/a', type: 'folder', mode: 0o777 },
    ]);
    expect(paths({ '/opt/a': at(0o1777) })).toEqual([]);
  });

  test('a folder of files or volumes may be', () => {
    expect(paths({ '/opt/a/b': at(0o777) }, { files: ['/opt/a'] })).toEqual([]);
    expect(paths({ '/var/run': '', '/opt/a': at(0o777) }, { volumes: ['/opt/a/'] })).toEqual([]);
  });

  test("what stays out is nobody's concern", () => {
    expect(paths({ '/opt/a': open, '/srv/b': open }, { drop: ['/opt/a'] })).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { type Fault, faultLines } from './fault.ts';

const OURS = '  this is a bug in mib; please report it';

test.each<[Fault, readonly string[]]>([
  [
    { kind: 'lost', path: '/usr/bin/app', what: 'library', name: 'libx.so.1', expected: '/lib/libx.so.1' },
    [
      '"/usr/bin/app" needs "libx.so.1", which is "/lib/libx.so.1" in the full tree and missing in the image [verify-failed]',
      '  add it to the Imagefile: keep: ["/lib/libx.so.1"]',
    ],
  ],
  [
    {
      kind: 'lost',
      path: '/usr/bin/app',
      what: 'interpreter',
      name: 'python3',
      expected: '/usr/bin/python3',
      found: '/opt/python3',
    },
    [
      '"/usr/bin/app" is started by "python3", which is "/usr/bin/python3" in the full tree and "/opt/python3" in the image [verify-failed]',
      '  add it to the Imagefile: keep: ["/usr/bin/python3"]',
    ],
  ],
  [
    { kind: 'lost', path: '/etc/x', what: 'link', name: '../x', expected: '/x' },
    [
      '"/etc/x" is a link to "../x", which is "/x" in the full tree and missing in the image [verify-failed]',
      '  add it to the Imagefile: keep: ["/x"]',
    ],
  ],
  [
    { kind: 'differs', path: '/etc/x', what: 'mode', expected: '0640', found: '0644' },
    ['"/etc/x" has the mode 0644 in the image and 0640 in the full tree [verify-failed]', OURS],
  ],
  [
    { kind: 'differs', path: '/etc/x', what: 'content' },
    ['"/etc/x" differs in its content from the full tree [verify-failed]', OURS],
  ],
  [
    { kind: 'unexplained', path: '/etc/x' },
    ['"/etc/x" is in the image without a reason [verify-failed]', OURS],
  ],
  [
    { kind: 'absent', path: '/etc/x' },
    ['"/etc/x" should be in the image but is missing [verify-failed]', OURS],
  ],
])('%o', (fault, lines) => {
  expect(faultLines([fault])).toEqual(lines);
});

describe('several', () => {
  const absent = (count: number) =>
    Array.from(
      { length: count },
      (_, at): Fault => ({ kind: 'absent', path: `/${String(at).padStart(2, '0')}` }),
    );

  test('are sorted by path', () => {
    expect(faultLines(absent(3).reverse())).toEqual(faultLines(absent(3)));
  });

  test('are shown up to twenty', () => {
    expect(faultLines(absent(20))).toHaveLength(40);
    expect(faultLines(absent(23)).slice(40)).toEqual(['and 3 more']);
  });
});

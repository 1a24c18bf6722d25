import { describe, expect, test } from 'vitest';
import { type ClassShape, encodeClass, encodeJar } from '../../../test/support/prune/java-classes.ts';
import { classesOf } from './archives.ts';
import { programsOfClass } from './class-calls.ts';
import { readClass } from './class-file.ts';

const BUILDER = 'java/lang/ProcessBuilder.<init>([Ljava/lang/String;)V';
const EXEC_LINE = 'java/lang/Runtime.exec(Ljava/lang/String;)Ljava/lang/Process;';
const EXEC_WORDS = 'java/lang/Runtime.exec([Ljava/lang/String;)Ljava/lang/Process;';

test('a class has its constants', () => {
  expect(readClass(encodeClass({ texts: ['a b', 'Grüße'], calls: [BUILDER] }))).toEqual({
    texts: ['a b', 'Grüße'],
    methods: [{ owner: 'java/lang/ProcessBuilder', name: '<init>', descriptor: '([Ljava/lang/String;)V' }],
  });
});

test.each<[string, ClassShape, readonly string[]]>([
  ['words', { texts: ['unzip', '-q', 'a b'], calls: [BUILDER] }, ['unzip']],
  ['words for exec', { texts: ['df', '-h', 'no such file'], calls: [EXEC_WORDS] }, ['df']],
  ['a line for exec', { texts: ['df -h', 'git'], calls: [EXEC_LINE] }, ['df', 'git']],
  ['a path', { texts: ['/usr/bin/gs', 'true'], calls: [BUILDER] }, ['/usr/bin/gs']],
  [
    'a line for a shell',
    { texts: ['/bin/sh', '-c', 'pg_dump shop | gzip'], calls: [BUILDER] },
    ['/bin/sh', 'gzip', 'pg_dump'],
  ],
  ['a text that is composed', { texts: ['convert \u0001 \u0001'], calls: [EXEC_LINE] }, ['convert']],
  [
    'commons-exec',
    { texts: ['soffice --headless'], calls: ['org/apache/commons/exec/CommandLine.parse()V'] },
    ['soffice'],
  ],
  ['another method', { texts: ['git'], calls: ['java/lang/Runtime.availableProcessors()I'] }, []],
  ['another class', { texts: ['git'], calls: ['java/lang/RuntimeException.exec()V'] }, []],
  ['no call', { texts: ['git', 'java/lang/ProcessBuilder'] }, []],
])('programs of a class: %s', (_, shape, programs) => {
  expect(programsOfClass(encodeClass(shape))).toEqual(programs);
});

describe('an archive', () => {
  const job = encodeClass({ texts: ['git'], calls: [BUILDER] });
  const names = (archive: Uint8Array) =>
    [...classesOf(archive)].map(({ name, isNested }) => `${name}${isNested ? ' nested' : ''}`);

  test('has classes, also in archives in it', () => {
    const inner = encodeJar({ 'lib/Job.class': job });
    const war = encodeJar({ 'WEB-INF/classes/Job.class': job, 'WEB-INF/lib/job.jar': inner, 'a.txt': 'x' });
    const all = ['WEB-INF/classes/Job.class', 'lib/Job.class nested'];
    expect(names(war)).toEqual(all);
    expect(names(encodeJar({ 'job.war': war }))).toEqual(
      all.map((name) => `${name.replace(' nested', '')} nested`),
    );
    const tooDeep = encodeJar({ 'a.jar': encodeJar({ 'job.war': war }) });
    expect(names(tooDeep)).toEqual(['WEB-INF/classes/Job.class nested']);
  });

  test('that is damaged has no more classes', () => {
    const jar = Buffer.from(encodeJar({ 'Job.class': job, 'b.class': job }));
    expect(names(jar)).toHaveLength(2);
    for (let cut = 0; cut < jar.length; cut += 7) expect(names(jar.subarray(0, cut))).toEqual([]);
    for (let at = 0; at < jar.length; at++) {
      const damaged = Buffer.from(jar);
      damaged[at] = 0xff;
      expect(names(damaged).length).toBeLessThanOrEqual(2);
      expect(readClass(damaged)).toBeUndefined();
    }
    expect(names(new TextEncoder().encode('no archive at all, but a text of some length'))).toEqual([]);
  });

  test('whose entry says to have more bytes than deflate makes of it has none', () => {
    const bytes = Buffer.from(encodeJar({ 'b.jar': encodeJar({ 'Job.class': job }) }));
    const at = bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    bytes.writeUInt32LE(200 << 20, at + 24);
    expect(names(bytes)).toEqual([]);
  });

  test('that says to have billions of entries has none', () => {
    const end = Buffer.alloc(98);
    end.writeUInt32LE(0x06064b50, 0);
    end.writeUInt32LE(0xffffffff, 32);
    end.writeUInt32LE(0x07064b50, 56);
    end.writeUInt32LE(0x06054b50, 76);
    end.writeUInt16LE(1, 84);
    expect(names(end)).toEqual([]);
  });
});

test('a damaged class has no programs', () => {
  const bytes = Buffer.from(encodeClass({ texts: ['git', 'df -h'], calls: [BUILDER, EXEC_LINE] }));
  expect(programsOfClass(bytes)).toEqual(['df', 'git']);
  for (let cut = 0; cut < bytes.length - 14; cut++)
    expect(programsOfClass(bytes.subarray(0, cut))).toEqual([]);
  for (let at = 0; at < bytes.length; at++) {
    const damaged = Buffer.from(bytes);
    damaged[at] = 0xff;
    expect(programsOfClass(damaged).length).toBeLessThanOrEqual(4);
  }
});

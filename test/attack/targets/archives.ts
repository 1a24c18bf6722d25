import { debMembers, debStart, memberHeader } from '../../../src/debian/deb.ts';
import { withContents } from '../../../src/debian/tar.ts';
import { classesOf } from '../../../src/prune/java/archives.ts';
import { programsOfClass } from '../../../src/prune/java/class-calls.ts';
import { readClass } from '../../../src/prune/java/class-file.ts';
import { encodeClass, encodeJar } from '../../support/prune/java-classes.ts';
import { must, never, plainError, raw, type Target } from '../fuzz/target.ts';

export const ar: Target = {
  name: 'ar',
  seeds: () => [
    Buffer.concat([
      debStart(),
      memberHeader('debian-binary', 1, 4),
      Buffer.from('2.0\n'),
      memberHeader('control.tar.xz', 1, 3),
      Buffer.from('abc\n'),
      memberHeader('data.tar', 1, 6),
      Buffer.from('abcdef'),
    ]),
  ],
  words: [
    '!<arch>\n',
    '`\n',
    'debian-binary   ',
    'data.tar.xz/    ',
    '4         `\n',
    '-60       `\n',
    '9999999999',
    ' ',
    '\n',
  ],
  read(input) {
    const members = debMembers(input);
    const sum = members.reduce((total, { content }) => total + content.length, 0);
    must(sum <= input.length, 'more bytes than there are');
  },
  refuses: plainError(
    /^this is not a package$/,
    /^the package is truncated$/,
    /^a member of the package has the size "[^\n]*"$/,
  ),
};

export const tar: Target = {
  name: 'tar',
  seeds: () => [SMALL],
  words: [
    'ustar\0',
    'ustar  \0',
    '00000000000\0',
    '00000000010\0',
    '-0000001000',
    '77777777777\0',
    ...raw('\x80\0\0\0\0\0\0\0\0\0\0\x01'),
    './',
    '\0',
    '0',
    '5',
    'x',
    'L',
  ],
  read(input) {
    const same = withContents(input, () => undefined);
    must(same === input, 'a new archive although nothing is replaced');
    let taken = 0;
    const changed = withContents(input, (_, content) => {
      taken += content.length;
      return content;
    });
    must(taken <= input.length, 'more bytes than there are');
    must(changed.length <= input.length + 1024, 'an archive that grows');
  },
  refuses: plainError(/^a member of the archive has the size "[^\n]*"$/),
};
const SMALL = Buffer.concat([
  entry('a', 'hello'),
  entry('b/', '', '5'),
  entry('b/c', ''),
  entry('b/d', 'x'.repeat(600)),
  Buffer.alloc(1024),
]);

/** A member as tar(5) has it. */
function entry(name: string, content: string, type = '0'): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`0000644\0${'0000000\0'.repeat(2)}`, 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0        ${type}`, 124);
  header.write('ustar\u000000', 257);
  return Buffer.concat([header, Buffer.from(content), Buffer.alloc(-content.length & 511)]);
}

const EXEC = 'java/lang/Runtime.exec(Ljava/lang/String;)Ljava/lang/Process;';
const CLASS = encodeClass({ texts: ['git', 'df -h', '/bin/sh', '-c', 'a | b'], calls: [EXEC] });

export const java: Target = {
  name: 'java',
  seeds: () => [
    CLASS,
    encodeJar({ 'Job.class': CLASS, 'lib/a.jar': encodeJar({ 'b.class': CLASS }), 'c.txt': 'x' }),
  ],
  words: [
    'PK\x03\x04',
    'PK\x01\x02',
    'PK\x05\x06',
    'PK\x06\x06',
    '.class',
    '.jar',
    'META-INF/versions/9/',
    ...raw('\xca\xfe\xba\xbe'),
    '__proto__',
  ],
  read(input) {
    readClass(input);
    programsOfClass(input);
    for (const { bytes } of classesOf(input)) programsOfClass(bytes);
  },
  refuses: never,
};

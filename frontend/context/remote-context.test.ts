import { expect, test } from 'vitest';
import { isArchive } from './remote-context.ts';

const at257 = (text: string) => Buffer.concat([Buffer.alloc(257), Buffer.from(text)]);

test.each([
  ['gzip', Buffer.from([0x1f, 0x8b, 8])],
  ['bzip2', Buffer.from('BZh9')],
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
  ['tar', at257('ustar\0')],
])('%s is an archive', (_, bytes) => expect(isArchive(bytes)).toBe(true));

test.each([
  ['an Imagefile', Buffer.from('# syntax=mib/frontend\n')],
  ['nothing', Buffer.alloc(0)],
  ['zeros', at257('')],
])('%s is none', (_, bytes) => expect(isArchive(bytes)).toBe(false));

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { debMembers, debStart, memberHeader } from './deb.ts';

function pack(members: readonly { name: string; time: number; content: Uint8Array }[]): Uint8Array {
  const parts = members.flatMap(({ name, time, content }) => [
    memberHeader(name, time, content.length),
    content,
    ...(content.length % 2 === 0 ? [] : [Buffer.from('\n')]),
  ]);
  return Buffer.concat([debStart(), ...parts]);
}

describe('the members of a package', () => {
  test('are read as they are written', () => {
    const member = fc.record({
      name: fc.constantFrom('debian-binary', 'control.tar.xz', 'data.tar'),
      time: fc.nat(),
      content: fc.uint8Array({ maxLength: 20 }),
    });
    fc.assert(
      fc.property(fc.array(member), (members) => {
        const read = debMembers(pack(members)).map((one) => ({
          ...one,
          content: Uint8Array.from(one.content),
        }));
        expect(read).toEqual(members.map((one) => ({ ...one, content: Uint8Array.from(one.content) })));
      }),
    );
  });

  test('may have the slash that other archivers add to a name', () => {
    expect(debMembers(pack([{ name: 'data.tar/', time: 0, content: Buffer.from('a') }]))[0]?.name).toBe(
      'data.tar',
    );
  });

  test('have headers as ar(5) gives them', () => {
    expect(Buffer.from(memberHeader('data.tar', 1789199741, 12)).toString()).toBe(
      'data.tar        1789199741  0     0     100644  12        `\n',
    );
  });

  test.each([
    ['<html>', 'this is not a package'],
    [`!<arch>\n${Buffer.from(memberHeader('data.tar', 0, 3)).toString()}ab`, 'the package is truncated'],
    ['!<arch>\ndata.tar', 'the package is truncated'],
    [`!<arch>\n${''.padEnd(48)} -60      \`\n`, 'a member of the package has the size " -60"'],
    [`!<arch>\n${''.padEnd(48)}0x10      \`\n`, 'a member of the package has the size "0x10"'],
    [
      '!<arch>\nbia          0     0     100644  4         `\n2.0\nc',
      'a member of the package has the size "\\nc"',
    ],
  ])('are none in what is no package: %j', (text, message) => {
    expect(() => debMembers(Buffer.from(text))).toThrow(message);
  });
});

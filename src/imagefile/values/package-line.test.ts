import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainPackage, parsePackage } from './package-line.ts';
import { PACKAGE } from './syntax.ts';

const ALL = { exclude: false, architectures: [] };

describe('parsePackage', () => {
  test.each([
    ['curl', { ...ALL, name: 'curl' }],
    ['g++', { ...ALL, name: 'g++' }],
    ['libstdc++6', { ...ALL, name: 'libstdc++6' }],
    ['7zip', { ...ALL, name: '7zip' }],
    ['-perl', { ...ALL, name: 'perl', exclude: true }],
    ['vim=2:9.1.1230-2', { ...ALL, name: 'vim', version: '2:9.1.1230-2' }],
    ['foo=1:2:3', { ...ALL, name: 'foo', version: '1:2:3' }],
    ['foo=1.0~rc1+dfsg-1', { ...ALL, name: 'foo', version: '1.0~rc1+dfsg-1' }],
    ['curl/trixie-backports', { ...ALL, name: 'curl', suite: 'trixie-backports' }],
    ['curl[arm64]', { ...ALL, name: 'curl', architectures: ['arm64'] }],
    ['curl=8.0[386 amd64]', { ...ALL, name: 'curl', version: '8.0', architectures: ['amd64', 'i386'] }],
    ['-curl[arm/v7 armhf linux/arm]', { name: 'curl', exclude: true, architectures: ['armhf'] }],
  ])('%s', (line, request) => {
    expect(PACKAGE.test(line)).toBe(true);
    expect(parsePackage(line)).toEqual(request);
  });

  test('gives back what a line was made of', () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{1,10}$/);
    const pin = fc.constantFrom({}, { version: '1:2.0-1' }, { suite: 'sid' });
    const platforms = fc.uniqueArray(fc.constantFrom('amd64', 'arm64', 'armhf', 'i386'));
    fc.assert(
      fc.property(name, pin, platforms, (name, pin, architectures) => {
        const tail = 'version' in pin ? `=${pin.version}` : 'suite' in pin ? `/${pin.suite}` : '';
        const list = architectures.length === 0 ? '' : `[${architectures.join(' ')}]`;
        const line = `${name}${tail}${list}`;
        expect(PACKAGE.test(line)).toBe(true);
        expect(parsePackage(line)).toEqual({
          name,
          exclude: false,
          ...pin,
          architectures: architectures.sort(),
        });
      }),
    );
  });
});

test('explainPackage has words for every line that is none', () => {
  const line = fc.string({ unit: fc.constantFrom(...'abA019=/-+.~:[]<>! _*,$"\n'), maxLength: 12 });
  fc.assert(
    fc.property(line, (text) => {
      fc.pre(!PACKAGE.test(text));
      const { message, fix } = explainPackage(text);
      expect(message).not.toMatch(/\n|undefined/);
      const [, written] = /^write ("(?:[^"\\]|\\.)*")$/.exec(fix ?? '') ?? [];
      if (written !== undefined) expect(PACKAGE.test(JSON.parse(written)), `${fix}`).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

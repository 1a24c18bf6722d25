import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRequirement } from './markers.ts';

const HERE = {
  python_version: ['3.13'],
  sys_platform: ['linux'],
  platform_machine: ['x86_64'],
  platform_python_implementation: ['CPython'],
};

function applies(marker: string, ...extras: string[]): boolean | undefined {
  return parseRequirement(`x; ${marker}`, HERE)?.applies(new Set(extras));
}

test.each([
  ['Zope.Interface_x', 'zope-interface-x', []],
  ['fonttools[woff] >=4.0.0', 'fonttools', ['woff']],
  ['a [b, C_d] (>=1.0)', 'a', ['b', 'c-d']],
  ['a<3,>=2.2.0; python_version < "3.4"', 'a', []],
  ['pip @ https://host.example/pip.zip', 'pip', []],
])('the name of %s', (text, name, extras) => {
  expect(parseRequirement(text, HERE)).toMatchObject({ name, extras });
});

test('what begins with no name is no requirement', () => {
  expect(parseRequirement(' ; x', HERE)).toBeUndefined();
});

describe('a marker', () => {
  test.each([
    ['python_version < "3.4"', false],
    ['python_version >= "3.10"', true],
    ['python_version <= "3.12"', false],
    ['python_version == "3.*"', true],
    ['python_version != "3.*"', false],
    ['python_version ~= "3.9"', true],
    ['python_version ~= "2.7"', false],
    ['"3.13" == python_version', true],
    ['python_version in "3.12 3.13"', true],
    ['sys_platform not in "win32 darwin"', true],
    ["sys_platform == 'win32' or platform_machine == 'x86_64'", true],
    ['sys_platform == "win32" and platform_machine == "x86_64"', false],
    ['(sys_platform == "win32" or sys_platform == "linux") and python_version > "3"', true],
    ['platform_python_implementation != "PyPy"', true],
    ['extra == "woff"', false],
    ['platform_python_implementation == "CPython" and extra == "woff"', false],
  ])('%s is %s', (marker, value) => {
    expect(applies(marker)).toBe(value);
  });

  test('with an extra is true for whoever asks for that extra, however it is written', () => {
    expect(applies('extra == "All_Of"', 'all-of')).toBe(true);
    expect(applies('extra == "all"', 'other')).toBe(false);
  });

  test.each(['platform_release > "5"', 'python_version <', '((', 'x y z', `${'('.repeat(5000)}`])(
    'that cannot be read or depends on the machine is true: %.20s',
    (marker) => {
      expect(applies(marker)).toBe(true);
    },
  );

  test('of any text is read', () => {
    fc.assert(fc.property(fc.string(), (marker) => typeof applies(marker) === 'boolean'));
  });
});

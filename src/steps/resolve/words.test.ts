import { describe, expect, test } from 'vitest';
import { indexWords, unmetWords } from './words.ts';

describe('why packages cannot be installed', () => {
  test('is what the list of unmet dependencies says', () => {
    const stdout = `Reading package lists...
The following information may help to resolve the situation:

The following packages have unmet dependencies:
 nginx : Depends: nginx-common (= 1.26) but it is not installable
         Recommends: something
`;
    expect(unmetWords(stdout, 'E: Unable to correct problems, you have held broken packages.\n')).toEqual([
      'nginx : Depends: nginx-common (= 1.26) but it is not installable',
      'Recommends: something',
    ]);
  });

  test('is told at length by the newer solver', () => {
    const stderr = `E: Unable to satisfy dependencies. Reached two conflicting decisions:
   1. nginx:amd64=1.26 is selected for install because:
      1. nginx-light:amd64=1.26 Depends nginx
   2. nginx:amd64=1.26 Depends nginx-common (= 1.26)
      but none of the choices are installable:
      [no choices]
`;
    expect(unmetWords('', stderr)).toEqual([
      'Unable to satisfy dependencies. Reached two conflicting decisions:',
      '1. nginx:amd64=1.26 is selected for install because:',
      '   1. nginx-light:amd64=1.26 Depends nginx',
      '2. nginx:amd64=1.26 Depends nginx-common (= 1.26)',
      '   but none of the choices are installable:',
    ]);
  });
});

describe('why an index is not taken', () => {
  const words = (stderr: string): string[] =>
    indexWords(stderr, 'file:/tmp/mib/1', 'http://mirror.example/debian');

  test('is told of the archive that lies there, and of no other', () => {
    const stderr = `W: OpenPGP signature verification failed: file:/tmp/mib/1 tiny InRelease: Sub-process /usr/bin/sqv returned an error code (1), error message is: Verifying signature:            Message has been manipulated
E: The repository 'file:/tmp/mib/1 tiny InRelease' is not signed.
E: The repository 'file:/tmp/mib/10 tiny InRelease' is not signed.
N: Updating from such a repository can't be done securely, and is therefore disabled by default.
`;
    expect(words(stderr)).toEqual([
      'OpenPGP signature verification failed: http://mirror.example/debian tiny InRelease: Verifying signature: Message has been manipulated',
    ]);
  });

  test('does not depend on the clock', () => {
    const stderr =
      'E: Release file for file:/tmp/mib/1/dists/tiny/InRelease is expired (invalid since 2516d 23h). Updates for this repository will not be applied.\n';
    expect(words(stderr)).toEqual([
      'Release file for http://mirror.example/debian/dists/tiny/InRelease is expired. Updates for this repository will not be applied.',
    ]);
  });

  test('is that it is not signed, where there is no more to say', () => {
    const line = "The repository 'http://mirror.example/debian tiny InRelease' is not signed.";
    expect(words("E: The repository 'file:/tmp/mib/1 tiny InRelease' is not signed.\n")).toEqual([line]);
  });
});

import { describe, expect, test } from 'vitest';
import { architecturesOf } from './sources.ts';

const SOURCES = `Package: grub2
Package-List:
 grub-common deb admin optional arch=any-i386,any-amd64,linux-any
 grub-doc deb doc optional arch=all
 grub-xen-bin deb admin optional arch=amd64,i386,sparc

Package: one
Package-List: one-bin deb admin optional arch=arm64

Package: two
Package-List:
 grub-xen-bin deb admin optional arch=arm64
 udeb-only udeb debian-installer optional arch=any
`;

describe('the architectures that packages are built for', () => {
  test('come from the sources, with wildcards written out', () => {
    expect(architecturesOf(SOURCES, ['one-bin', 'grub-xen-bin', 'grub-doc', 'grub-xen-bin'])).toEqual({
      'grub-doc': ['all'],
      'grub-xen-bin': ['amd64', 'arm64', 'i386'],
      'one-bin': ['arm64'],
    });
    expect(architecturesOf(SOURCES, ['grub-common'])['grub-common']).toEqual(
      expect.arrayContaining(['amd64', 'arm64', 'riscv64']),
    );
  });

  test('are none for names that nobody builds as a package', () => {
    expect(architecturesOf(SOURCES, ['grub', 'udeb-only'])).toEqual({ grub: [], 'udeb-only': [] });
  });
});

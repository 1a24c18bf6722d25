import type { Rule } from '../rule.ts';

export const gcc: Rule = {
  name: 'gcc',
  why: 'the driver starts the compiler, assembler and linker, which read headers and start files',
  source:
    'gcc(1), "Spec Files"; cpp-*, gcc-*, binutils-*, libgcc-*-dev and libc6-dev of Debian for the folders',
  when: ['/usr/bin/*-{gcc,g++}-[0-9]*'],
  keep: [
    '/usr/libexec/gcc/**',
    '/usr/lib/gcc{,-cross}/**',
    '/usr/{include,*-linux-gnu*}/**',
    '/usr/lib/*/{*.o,*.a,*.so,ldscripts/**,bfd-plugins/**}',
    '/usr/bin/{,*-}{as,ld,ld.bfd,ar,nm,ranlib,strip,objcopy}',
  ],
};

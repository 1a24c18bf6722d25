import type { Rule } from '../rule.ts';

export const selinux: Rule = {
  name: 'selinux',
  why: 'libselinux asks a file whether SELinux is on; only what loads a policy into the kernel needs libsepol',
  source: 'selinux_config(5); libselinux src/load_policy.c, the one place that opens libsepol',
  from: 'files',
  when: ['/**/libselinux.so.*'],
  keep: ['/etc/selinux/config'],
  exclude: ['/usr/lib/*/libsepol.so.*'],
};

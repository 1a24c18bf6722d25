import type { Rule } from '../rule.ts';

export const selinux: Rule = {
  name: 'selinux',
  why: 'a file tells libselinux whether SELinux is enabled, and only programs that load a policy need libsepol',
  source: 'selinux_config(5); libselinux src/load_policy.c, the one place that opens libsepol',
  from: 'files',
  when: ['/**/libselinux.so.*'],
  keep: ['/etc/selinux/config'],
  exclude: ['/usr/lib/*/libsepol.so.*'],
};

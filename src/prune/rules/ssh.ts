import type { Rule } from '../rule.ts';

export const ssh: Rule = {
  name: 'ssh',
  why: 'programs that access files on other machines start ssh if it is installed',
  source: 'git(1) GIT_SSH, rsync(1) --rsh, borg(1) BORG_RSH, restic manual "SFTP"; openssh-client of Debian',
  when: ['/usr/bin/{git,rsync,borg,restic}'],
  keep: ['/usr/bin/ssh'],
};

import type { Rule } from '../rule.ts';

export const ansible: Rule = {
  name: 'ansible',
  why: 'a task is a shell command line, on this machine too, and Ansible reaches other machines over ssh',
  source:
    'ansible/plugins/shell/{__init__,sh}.py and plugins/connection/{local,ssh}.py; ansible-core of Debian',
  when: ['/usr/lib/python3/dist-packages/ansible/plugins/shell/sh.py'],
  keep: ['/usr/bin/{sh,mkdir,chmod,chown,chgrp,rm,sleep,setfacl,sudo}', '/usr/bin/{ssh,sftp,scp,sshpass}'],
};

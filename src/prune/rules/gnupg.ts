import type { Rule } from '../rule.ts';

export const gnupg: Rule = {
  name: 'gnupg',
  why: 'gpg starts its own daemons for secret keys, the keybox and key servers',
  source: 'gpg(1) and gpg-agent(1), "--agent-program", "--use-keyboxd", "--dirmngr-program"; gpg of Debian',
  when: ['/usr/bin/gpg'],
  keep: ['/usr/bin/{gpg-agent,gpgconf,dirmngr}', '/usr/lib/gnupg/{keyboxd,gpg-protect-tool}'],
};

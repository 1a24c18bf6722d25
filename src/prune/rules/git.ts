import type { Rule } from '../rule.ts';

export const git: Rule = {
  name: 'git',
  why: 'git starts its commands and transports from its own folder, and some of them are shell scripts',
  source: 'git(1) --exec-path, gitremote-helpers(7), git-init(1) "Template directory"; git of Debian',
  when: ['/usr/bin/git'],
  keep: [
    '/usr/lib/git-core/**',
    '/usr/share/git-core/templates/**',
    '/etc/gitconfig',
    '/usr/bin/git-{upload-pack,receive-pack,upload-archive}',
    '/usr/bin/{sh,basename,sed,uname}',
  ],
  // A copy of /usr/bin/git and a link to it for each command. Then servers and mail, each with most of git linked in, and
  // commands that start browsers and editors.
  excludeFromData: [
    '/usr/lib/git-core/git',
    '/usr/lib/git-core/{scalar,git-daemon,git-http-backend,git-shell,git-http-push,git-imap-send}',
    '/usr/lib/git-core/{git-instaweb,git-web--browse,git-http-fetch,mergetools}',
    '/usr/share/{git-core/contrib,gitweb}',
  ],
};

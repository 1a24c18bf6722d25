import { absolute } from './explain-paths.ts';
import * as mend from './suggestions.ts';

/** Wordings for the mounts of a command. */
export const MOUNT_WORDINGS = {
  secrets: { expects: 'a list of secrets', example: 'secrets: [token]', mend: mend.brackets('secrets') },
  secret: {
    subject: 'secret',
    isItem: true,
    expects: 'the id of a secret, or a map with "id"',
    example: '- token',
  },
  'secret-id': {
    subject: 'secret',
    isItem: true,
    expects: 'an id of letters, digits and "._:@/-"',
    example: 'token',
    isText: true,
  },
  'secret-target': absolute('target', 'target: /root/.netrc'),
  'secret-env': { subject: 'env', expects: 'the name of a variable', example: 'env: TOKEN' },
  required: { expects: 'true or false', example: 'required: false', mend: mend.boolean },
  ssh: { expects: 'a list of agents', example: 'ssh: [default]', mend: mend.brackets('ssh') },
  'ssh-item': {
    subject: 'ssh agent',
    isItem: true,
    expects: 'the id of an agent, or a map',
    example: '- default',
  },
  'ssh-id': {
    subject: 'ssh agent',
    isItem: true,
    expects: 'an id of letters, digits and "._:@/-"',
    example: 'default',
    isText: true,
  },
  'ssh-target': absolute('target', 'target: /run/agent.sock'),
  caches: { expects: 'a list of folders', example: 'cache: [/var/cache/app]', mend: mend.brackets('cache') },
  'cache-item': {
    subject: 'cache',
    isItem: true,
    expects: 'an absolute path, or a map with "target"',
    example: '- /var/cache/app',
  },
  'cache-target': { isItem: true, ...absolute('cache', 'cache: [/var/cache/app]') },
  'cache-id': { subject: 'id', expects: 'a name', example: 'id: packages', isText: true },
  sharing: { expects: 'shared, private or locked', example: 'sharing: locked' },
} as const;

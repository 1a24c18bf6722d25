import * as z from 'zod';
import * as syntax from '../values/syntax.ts';
import { commandLine, dictionary, filled, listOf, rule, text, Words } from './forms.ts';

/** Keys as in a Dockerfile's `RUN --mount`: `id`, `target` and `env` mean the same. */
export const SecretMap = z.strictObject(
  {
    id: text('secret-id', syntax.CLIENT_ID).meta({
      description: 'Its id in `docker buildx build --secret id=…`.',
      examples: ['token'],
    }),
    target: text('secret-target', syntax.ABSOLUTE)
      .optional()
      .meta({
        description: 'File that holds it; `/run/secrets/ID` if neither this nor `env` is given.',
        examples: ['/root/.netrc'],
      }),
    env: text('secret-env', syntax.VARIABLE)
      .optional()
      .meta({ description: 'Variable that holds it.', examples: ['TOKEN'] }),
    required: z
      .boolean(rule('required'))
      .optional()
      .meta({ description: 'Whether the build fails without it.', default: true }),
  },
  rule('secret'),
);

export const SshMap = z.strictObject(
  {
    id: text('ssh-id', syntax.CLIENT_ID)
      .optional()
      .meta({ description: 'Its id in `docker buildx build --ssh ID=…`.', default: 'default' }),
    target: text('ssh-target', syntax.ABSOLUTE)
      .optional()
      .meta({
        description:
          'Path of its socket; in `/run/buildkit` when absent. `SSH_AUTH_SOCK` is the path of the first.',
        examples: ['/run/agent.sock'],
      }),
    required: z
      .boolean(rule('required'))
      .optional()
      .meta({ description: 'Whether the build fails without it.', default: true }),
  },
  rule('ssh-item'),
);

export const CacheMap = z.strictObject(
  {
    target: text('cache-target', syntax.ABSOLUTE).meta({
      description: 'Folder that persists between builds.',
      examples: ['/var/cache/app'],
    }),
    id: text('cache-id', syntax.LINE).optional().meta({
      description: 'Name of the cache; commands with the same name share it. `target` when absent.',
    }),
    sharing: z.enum(['shared', 'private', 'locked'], rule('sharing')).optional().meta({
      description:
        'Concurrent use by two commands: both write (`shared`), each has its own (`private`), or the second waits (`locked`).',
      default: 'shared',
    }),
  },
  rule('cache-item'),
);

/** Mounts of a command, the same for every list of commands in an Imagefile. */
const mountKeys = {
  secrets: listOf('secrets', z.union([text('secret-id', syntax.CLIENT_ID), SecretMap], rule('secret')))
    .optional()
    .meta({
      description:
        'Secrets of `docker buildx build --secret`, by id, or as maps. Their values are not part of the cache key.',
      examples: [['token']],
    }),
  ssh: listOf('ssh', z.union([text('ssh-id', syntax.CLIENT_ID), SshMap], rule('ssh-item')))
    .optional()
    .meta({
      description: 'ssh agents of `docker buildx build --ssh`, by id, or as maps.',
      examples: [['default']],
    }),
  cache: listOf('caches', z.union([text('cache-target', syntax.ABSOLUTE), CacheMap], rule('cache-item')))
    .optional()
    .meta({
      description: 'Folders that persist between builds, by path, or as maps.',
      examples: [['/var/cache/app']],
    }),
};

export const RunMap = z.strictObject(
  {
    run: commandLine('run-command').meta({
      description: 'The command.',
      examples: ['app --fill /srv/data'],
    }),
    environment: dictionary(
      'environment',
      'variable',
      syntax.VARIABLE,
      'variable-value',
      'variable-line',
      syntax.VARIABLE_LINE,
    )
      .optional()
      .meta({
        description:
          'Environment variables of this command alone, as a map or as a list of `NAME=value`. They take precedence over all others.',
        examples: [{ NODE_ENV: 'production' }],
      }),
    ...mountKeys,
  },
  rule('run-line'),
);

export const RunItem = z.union([filled('run-line'), Words, RunMap], rule('run-line'));

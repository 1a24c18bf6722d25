import * as z from 'zod';
import * as syntax from '../values/syntax.ts';
import { commandLine, filled, key, listOf, rule, text, Words } from './forms.ts';

/** The shapes of `healthcheck:` and of an entry of `check:`. */

export const HealthcheckMap = z.strictObject(
  {
    test: z
      .union([filled('health-test'), Words], rule('health-test'))
      .optional()
      .meta({
        description:
          'A command line, split into words and run without a shell, or a list that begins with `CMD`, `CMD-SHELL` or `NONE`.',
        examples: [['CMD', '/usr/bin/app', 'ping']],
      }),
    disable: z
      .boolean(rule('disable'))
      .optional()
      .meta({ description: 'Turns the health check off, like `test: [NONE]`.' }),
    interval: text('duration', syntax.DURATION)
      .optional()
      .meta({ description: 'Time between two checks.', examples: ['30s'] }),
    timeout: text('duration', syntax.DURATION)
      .optional()
      .meta({ description: 'Time that one check may take.', examples: ['5s'] }),
    start_period: text('duration', syntax.DURATION)
      .optional()
      .meta({ description: 'Time after the start in which failures do not count.', examples: ['1m30s'] }),
    retries: z
      .int(rule('retries'))
      .min(1, rule('retries'))
      .optional()
      .meta({ description: 'Failures in a row that make it unhealthy.' }),
  },
  rule('healthcheck'),
);

export const LogMap = z.strictObject(
  {
    log: text('expression', syntax.LINE).meta({
      description: 'An extended regular expression (`grep -E`) for a line that the daemon writes.',
      examples: ['ready to accept connections'],
    }),
  },
  rule('ready'),
);

export const GetMap = z.strictObject(
  {
    path: filled('get-path').meta({
      description: 'A path of the server that `ready` names, or a URL `http://127.0.0.1:PORT/PATH`.',
      examples: ['/login'],
    }),
    status: z
      .int(rule('status'))
      .min(100, rule('status'))
      .max(599, rule('status'))
      .optional()
      .meta({
        description: 'The status that the answer must have; 200 to 399 when absent.',
        examples: [404],
      }),
    method: text('method', syntax.METHOD)
      .optional()
      .meta({
        description: '`GET` when absent, and `POST` with a `body`.',
        examples: ['HEAD'],
      }),
    header: z
      .record(key('header-name', syntax.HEADER), text('header-value', syntax.LINE), rule('header'))
      .optional()
      .meta({ description: 'Headers of the request.', examples: [{ Accept: 'application/json' }] }),
    body: z
      .string(rule('request-body'))
      .optional()
      .meta({
        description: 'A text to send, with the `Content-Type` that `header` says.',
        examples: ['name=x'],
      }),
    contains: text('contains', syntax.LINE)
      .optional()
      .meta({
        description: 'A text within a line of the answer, which must have it as it is written here.',
        examples: ['<title>Shop'],
      }),
  },
  rule('get-item'),
);

const GetItem = z.union([filled('get-path'), GetMap], rule('get-item'));

export const CheckMap = z.strictObject(
  {
    run: commandLine('check-run')
      .optional()
      .meta({ description: 'A command that must exit with 0.', examples: ['nginx -t'] }),
    start: commandLine('start')
      .optional()
      .meta({
        description: 'A daemon to start, in place of the `entry` and `command` of the image.',
        examples: ['nginx -g "daemon off;"'],
      }),
    ready: z
      .union([filled('ready'), Words, LogMap], rule('ready'))
      .optional()
      .meta({
        description:
          'When the daemon counts as ready: `http://127.0.0.1:PORT/` or `https://…` (status 200 to 399), `tcp://127.0.0.1:PORT`, `unix:///PATH`, a command that exits with 0, or `{log: EXPRESSION}` for a line that it writes.',
        examples: ['http://127.0.0.1:8080/', 'unix:///run/app.sock', { log: 'ready to accept connections' }],
      }),
    get: z
      .union([filled('get-path'), GetMap, listOf('get', GetItem).min(1, rule('get'))], rule('get'))
      .optional()
      .meta({
        description:
          'Requests to the daemon once it is ready: a path, a map, or a list of these. mib sends them from outside the image, which needs no client. An answer must have a status from 200 to 399, unless the map says otherwise. Certificates are not verified.',
        examples: [['/login', { path: '/none', status: 404 }]],
      }),
    timeout: text('duration', syntax.DURATION).optional().meta({
      description:
        'How long it may take to become ready, each request to be answered, and `run` to end; five times as long where the platform is emulated.',
      default: '60s',
    }),
  },
  rule('check-item'),
);

export const CheckItem = z.union([filled('check-item'), CheckMap], rule('check-item'));

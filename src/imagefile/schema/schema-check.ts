import * as z from 'zod';
import * as syntax from '../values/syntax.ts';
import { commandLine, filled, rule, text, Words } from './forms.ts';

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

export const CheckMap = z.strictObject(
  {
    run: commandLine('check-run')
      .optional()
      .meta({ description: 'A command that must exit with 0.', examples: ['nginx -t'] }),
    start: commandLine('start')
      .optional()
      .meta({ description: 'A daemon to start; needs `ready`.', examples: ['nginx -g "daemon off;"'] }),
    ready: z
      .union([filled('ready'), Words, LogMap], rule('ready'))
      .optional()
      .meta({
        description:
          'When the daemon counts as ready: `http://127.0.0.1:PORT/` (status 200 to 299), `tcp://127.0.0.1:PORT`, `unix:///PATH`, a command that exits with 0, or `{log: EXPRESSION}` for a line that it writes.',
        examples: ['http://127.0.0.1:8080/', 'unix:///run/app.sock', { log: 'ready to accept connections' }],
      }),
    timeout: text('duration', syntax.DURATION).optional().meta({
      description:
        'How long it may take to become ready, and `run` to end; five times as long where the platform is emulated.',
      default: '60s',
    }),
  },
  rule('check-item'),
);

export const CheckItem = z.union([filled('check-item'), CheckMap], rule('check-item'));

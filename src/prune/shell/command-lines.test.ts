import { describe, expect, test } from 'vitest';
import { type CommandLine, crontabLines, supervisorLines, unitLines } from './command-lines.ts';

const shown = (lines: readonly CommandLine[]) =>
  lines.map(({ line, words }) => `${line} ${words.called.join(' ')}`);

describe('crontabs', () => {
  test.each([
    ['/etc/crontab', '17 * * * * root cd / && run-parts --report /etc/cron.hourly', ['1 /bin/sh run-parts']],
    ['/etc/cron.d/php', '09,39 *     * * *     root   [ -x /x ] && nice /x', ['1 /bin/sh /x [ nice']],
    ['/etc/cron.d/x', '@daily www backup', ['1 /bin/sh backup']],
    [
      '/var/spool/cron/crontabs/root',
      '*/5 1-3 * jan mon-fri "$HOME"/x; date +\\%F%input',
      ['1 /bin/sh date'],
    ],
    ['/etc/crontabs/root', '@reboot sleep 5', ['1 /bin/sh sleep']],
    ['/etc/anacrontab', '1\t5\tcron.daily\trun-parts --report /etc/cron.daily', ['1 /bin/sh run-parts']],
    [
      '/etc/cron.d/x',
      '@daily a one\nSHELL = "/bin/bash"\n@daily a two',
      ['1 /bin/sh one', '3 /bin/bash two'],
    ],
    ['/etc/crontab', 'SHELL=/bin/sh\n# 1 2 3 4 5 root no\n\nMAILTO = root\n', []],
  ])('%s: %s', (path, text, words) => {
    expect(shown(crontabLines(text, path))).toEqual(words);
  });

  test('a line that cannot be read keeps its words', () => {
    const [line] = crontabLines('1 2 3 4 5 root echo "date', '/etc/crontab');
    expect(line?.words).toEqual({
      called: ['/bin/sh', 'date', 'echo'],
      sourced: [],
      unread: { line: 1, fault: 'unterminated double quote' },
    });
  });
});

test.each([
  ['[Service]\nExecStart=/usr/sbin/app -f "/etc/my file"\n', ['2 /usr/sbin/app']],
  ['ExecStartPre=-+/bin/mkdir -p /run/x ; /bin/chown a /run/x', ['1 /bin/mkdir', '1 /bin/chown']],
  ["ExecStart=/bin/sh -c 'date ; exec app \\\n  $OPTS'", ['1 /bin/sh app date']],
  ['ExecStart=@/usr/bin/app other -x', ['1 /usr/bin/app']],
  ['ExecReload=!!/usr/bin/env A=b kill -HUP $MAINPID', ['1 /usr/bin/env kill']],
  ['ExecStart=\nDescription=x\n#ExecStart=/bin/no', []],
])('a unit: %s', (text, words) => {
  expect(shown(unitLines(text))).toEqual(words);
});

test.each([
  ['[program:a]\ncommand=/usr/bin/app -x ; why\nuser=x\n', ['2 /usr/bin/app']],
  ['[program:a]\ncommand = bash -c "date && app %(ENV_X)s"\n', ['2 bash app date']],
  ['[program:a]\ncommand=gosu web\n  app\n    -x\n[supervisord]\ncommand=no\n', ['2 gosu app']],
  ['[eventlistener:a]\ncommand: listen\n', ['2 listen']],
])('supervisord: %s', (text, words) => {
  expect(shown(supervisorLines(text))).toEqual(words);
});

test('a unit may start any number of commands in one line', () => {
  const lines = unitLines(`ExecStart=${'/bin/a ; '.repeat(50_000)}/bin/b`);
  expect(lines).toHaveLength(50_001);
  expect(lines.at(-1)?.words.called).toEqual(['/bin/b']);
});

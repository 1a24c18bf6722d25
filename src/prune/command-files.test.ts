import { expect, test } from 'vitest';
import { program } from '../../test/support/prune/debian-tree.ts';
import { type Case, files, kept } from '../../test/support/prune/kept.ts';

/** An application, and a package with a program and a file of this text. */
const caseOf = (path: string, text: string, keep: readonly string[]): Case => ({
  packages: {
    app: { files: { '/usr/bin/app': program() } },
    job: { files: { '/usr/bin/job': program(), [path]: text } },
  },
  request: { keep },
});

test.each([
  ['/etc/cron.d/app', '*/5 * * * * www job --all\n'],
  ['/etc/crontab', '1 2 * * * root cd /x && job\n'],
  ['/usr/lib/systemd/system/app.service', '[Service]\nExecStart=/usr/bin/job\n'],
  ['/etc/systemd/system/app.service.d/more.conf', '[Service]\nExecStartPre=-/usr/bin/job -t\n'],
  ['/etc/supervisor/conf.d/app.conf', '[program:app]\ncommand=job\n'],
  ['/srv/supervisord.conf', '[program:app]\ncommand=/usr/bin/job\n'],
])('%s keeps the program that it starts, where it is kept itself', (path, text) => {
  expect(files(caseOf(path, text, [path]))).toContain('/usr/bin/job');
  expect(files(caseOf(path, text, []))).not.toContain('/usr/bin/job');
});

test('a line that cannot be read is reported with its number', () => {
  const text = '# jobs\n* * * * * root echo "job\n';
  expect(kept(caseOf('/etc/crontab', text, ['/etc/crontab'])).unread).toEqual([
    { from: '/etc/crontab', line: 2, fault: 'unterminated double quote' },
  ]);
});

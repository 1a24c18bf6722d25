import { splitWords } from '../../../src/imagefile/values/words.ts';
import { calledPrograms } from '../../../src/prune/calls.ts';
import { crontabLines, supervisorLines, unitLines } from '../../../src/prune/shell/command-lines.ts';
import { shellWords } from '../../../src/prune/shell/words.ts';
import { must, never, type Target } from '../fuzz/target.ts';

const SCRIPT = `#!/bin/sh
set -eu
# a comment
if [ -x /usr/bin/git ]; then git --version | head -n 1 > "$out" 2>&1; fi
for name in a b; do echo "$name: $(date +%s) \`uname\`"; done
case $1 in start) exec env A=1 nginx -g 'daemon off;' ;; *) . /etc/default/x ;; esac
cat <<END && curl "http://x/\${y:-z}" || true
text $(id)
END
f() { local x=1; sed -e s/a/b/ "$@"; }
`;

export const shell: Target = {
  name: 'shell',
  seeds: () => [
    SCRIPT,
    'a && b || c; d & (e; f) | { g; }',
    "x='it'\\''s' y \"a $(b \"c\") d\"",
    '*/5 * * * * www job --all % input\n@daily root sh -c "a | b"\n1 5 name job\n',
    '[Service]\nExecStart=-/bin/sh -c "a; b" ; @/bin/c d\nExecStop=\\\n  /bin/e\n',
    '[program:app]\ncommand=sh -c "job %%(x)s"\n',
    '#!/bin/bash\n[[ a =~ b ]] && ((x++))',
  ],
  words: [
    ...[
      '$(',
      '`',
      '"',
      "'",
      '\\',
      '\\\n',
      '<<EOF\n',
      'EOF\n',
      '<<-"E"\n',
      '&&',
      '||',
      '|',
      ';',
      ';;',
      '(',
      ')',
      '{ ',
      '}',
      '\n',
      '#',
    ],
    ...[
      'if ',
      'then ',
      'fi',
      'case x in ',
      'esac',
      'for i in ',
      'do ',
      'done',
      'exec ',
      'env ',
      '. ',
      'A=1 ',
      '>',
      '2>&1 ',
      '${x:-',
      '$((',
      '))',
      '[[ ',
    ],
  ],
  read(input) {
    const text = input.toString('latin1');
    const { called, sourced, unread } = shellWords(text, '/usr/bin/script');
    must(
      [...called, ...sourced].every((word) => word !== ''),
      'words',
    );
    must((unread?.line ?? 1) <= text.split('\n').length, 'a line of the text');
    for (const path of ['/etc/crontab', '/etc/anacrontab', '/var/spool/cron/x']) crontabLines(text, path);
    unitLines(text);
    supervisorLines(text);
    splitWords(text.slice(0, 4000));
  },
  refuses: never,
};

export const calls: Target = {
  name: 'calls',
  seeds: () => [
    'subprocess.run(["git", "log"], check=True)\nos.system("df -h | sort")\n',
    "const { execFile } = require('child_process');\nexecFile('convert', ['a', 'b']);\nspawn(`ls \x24{x}`);\n",
    'exec.Command("sh", "-c", "tar c | gzip")\nx = `uname -a`\n%x{ls -l}\nOpen3.capture3("wkhtmltopdf")\n',
    'new ProcessBuilder(new String[] {"gs", "-q"});\nProcess(args = ["pg_dump"])\nproc_open(array("a"))\n',
  ],
  words: [
    'exec(',
    'spawn(',
    'system ',
    'Popen([',
    '"',
    "'",
    '`',
    '\\',
    ', ',
    '[',
    '(',
    '{',
    '}',
    '%x{',
    'qx(',
    'args=',
    'sh',
    '-c',
    '\n',
    '#',
    '//',
    'ProcessBuilder(',
    'Arrays.asList(',
    ' '.repeat(100),
  ],
  read(input) {
    const text = input.toString('latin1');
    for (const ticks of [true, false]) {
      for (const { program, line } of calledPrograms(text, { ticks }))
        must(program !== '' && line >= 1 && line <= text.split('\n').length, `the line of ${program}`);
    }
  },
  refuses: never,
};

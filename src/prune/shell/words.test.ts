// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of shells
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { argvWords, readable, shellWords } from './words.ts';

describe('commands', () => {
  test.each([
    ['ls -l', ['ls']],
    ['a; b && c || d | e & f', ['a', 'b', 'c', 'd', 'e', 'f']],
    ['if test -f x; then a; else b; fi', ['a', 'b', 'test']],
    ['A=1 B="2 3" run me', ['run']],
    ['x=$(date +%s)', ['date']],
    ['echo "$(uname -m)" `id`', ['echo', 'id', 'uname']],
    ['# rm -rf\nmkdir x # cp', ['mkdir']],
    ['printf \'a; b\' "c | d"', ['printf']],
    ['exec "$@"', []],
    ['cat <file >out 2>&1', ['cat']],
    ['set -e\ncd /x\nexport A=b', []],
    ['case $1 in a) start;; b|c) stop;; esac', ['start', 'stop']],
    ['/usr/bin/x --y', ['/usr/bin/x']],
    ['a \\\n b', ['a']],
    ['$cmd x; $x y', []],
    ['! time -p a', ['a']],
    ['[[ -x $(a) ]] && ((x++)) || b <(c)', ['a', 'b', 'c']],
    ['[ -n "$x" ] && a', ['[', 'a']],
    // After a substitution in quotes, words are words again.
    ['if [ "$(id -u)" = 0 ]; then exec gosu nonroot "$@"; fi', ['[', 'gosu', 'id']],
    ['a "`b "c"`"; d "e"; f', ['a', 'b', 'd', 'f']],
    ['a "${X:-$(b)}" && c "d"; e', ['a', 'b', 'c', 'e']],
    ['a "$(b "$(c "d")")"; e', ['a', 'b', 'c', 'e']],
    ['a=`b \\`c\\``', ['b', 'c']],
    ['$(a)/b c', ['a']],
    ['x=$(($(a) + 1))', ['a']],
  ])('%s', (text, words) => {
    expect(shellWords(text)).toEqual({ called: words, sourced: [] });
  });
});

describe('programs that start another one', () => {
  test.each([
    ['exec env -i X=1 timeout 5s nginx -g x', ['env', 'nginx', 'timeout']],
    ['env -u A -C /x A=b app', ['app', 'env']],
    ["env -S 'A=b app -x'", ['app', 'env']],
    ['gosu web:web app', ['app', 'gosu']],
    ['su-exec web app', ['app', 'su-exec']],
    ['setpriv --reuid 5 --regid=5 --clear-groups -- app', ['app', 'setpriv']],
    ['chpst -u web -n 5 app', ['app', 'chpst']],
    ['s6-setuidgid web app', ['app', 's6-setuidgid']],
    ['sudo -Eu web A=b app', ['app', 'sudo']],
    ['runuser -u web -- app', ['app', 'runuser']],
    ['runuser web -c "app | b"', ['app', 'b', 'runuser']],
    ['su -s /bin/bash - web -c "exec app $x"', ['/bin/bash', 'app', 'su']],
    ['su web app', ['su']],
    ['chroot --userspec=a /x app', ['app', 'chroot']],
    ['nice -n 5 ionice -c3 nohup setsid app', ['app', 'ionice', 'nice', 'nohup', 'setsid']],
    ['timeout -k 5 -s KILL $LIMIT app', ['app', 'timeout']],
    ['timeout $options 5 app', ['app', 'timeout']],
    ['nice $options app', ['app', 'nice']],
    ['nice "$program" file', ['nice']],
    ['stdbuf -oL -i 0 app', ['app', 'stdbuf']],
    ['tini -g -- app', ['app', 'tini']],
    ['dumb-init -r 15:3 app', ['app', 'dumb-init']],
    ['exec -a name app', ['app']],
    ['command -p app; builtin cd x; command -v b', ['app', 'b']],
    ['which a || type b || hash c', ['a', 'b', 'c', 'which']],
    ['flock -w 5 /lock app', ['app', 'flock']],
    ["flock /lock -c 'app; b'", ['app', 'b', 'flock']],
    ['start-stop-daemon --start -u web --exec /usr/sbin/app -- nice', ['/usr/sbin/app', 'start-stop-daemon']],
    ['xargs -0 -r -n 1 -I{} rm -f {}', ['rm', 'xargs']],
    ['xargs -n1 -P"$(nproc)" gzip', ['gzip', 'nproc', 'xargs']],
    ['find /x -type f -exec grep -l a {} + -o -ok rm {} \\;', ['find', 'grep', 'rm']],
    ['find . -execdir sh -c \'mv "$1" x\' _ {} \\;', ['find', 'mv', 'sh']],
    ['env true', ['env', 'true']],
    ['xargs', ['xargs']],
  ])('%s', (text, words) => {
    expect(shellWords(text).called).toEqual(words);
  });
});

describe('texts for a shell', () => {
  test.each([
    ["sh -c 'a; b'", ['a', 'b', 'sh']],
    ['bash -euo pipefail -c "a | b $x"', ['a', 'b', 'bash']],
    ['sh -c \'exec "$@"\' sh app', ['app', 'sh']],
    ["sh -c 'exec $0' app", ['app', 'sh']],
    ['trap \'rm -f "$x"; tput reset\' EXIT INT', ['rm', 'tput']],
    ['trap - EXIT; trap "" 2; trap a', []],
    ['eval "$(dircolors)" \'| b\'', ['b', 'dircolors']],
    ["alias ll='ls -l' x=y; ll", ['ls', 'y']],
    ["#!/bin/bash\nalias rm='mv x'\nrm a", ['mv', 'rm']],
    ['sh <<E\na $x\nE', ['a', 'sh']],
    ["su web -s /bin/sh <<'E'\na\nE", ['/bin/sh', 'a', 'su']],
    ['cat <<E\na $(b)\nE', ['b', 'cat']],
    ['cat <<E | gosu web sh -s x\na\nE', ['a', 'cat', 'gosu', 'sh']],
    ["echo 'a; b' | sh", ['a', 'b', 'echo', 'sh']],
    ["printf 'a\\nb' | sh", ['a', 'b', 'printf', 'sh']],
    ['bash <<<"a b"', ['a', 'bash']],
    ["cat >x <<'E'\n#!/bin/sh\na\nE", ['a', 'cat']],
    ['sh -c "sh -c \'sh -c a\'"', ['a', 'sh']],
  ])('%s', (text, words) => {
    expect(shellWords(text).called).toEqual(words);
  });
});

describe('variables', () => {
  test.each([
    ['${PAGER:-less} x', ['less']],
    ['"${X-a}" b; ${Y:+c} d; ${Z:=e}', ['a', 'c', 'e']],
    ['DAEMON=/usr/sbin/app; test -x $DAEMON; exec "$DAEMON" -f', ['/usr/sbin/app', 'test']],
    ['A=/opt; B=$A/bin; "${B}/app" x', ['/opt/bin/app']],
    ['GOSU="gosu web"; $GOSU app', ['app', 'gosu']],
    ['if a; then X=b; else X=c; fi; $X', ['a', 'b', 'c']],
    ['for x in a b; do $x -V; done', ['a', 'b']],
    [': "${X:=a}"; $X', ['a']],
    ['X="$Y a"; Y=$X; X=b; $X', ['b']],
    ['GREP=$(command -v ggrep || true); A=$(which app); $A', ['app', 'ggrep', 'which']],
    ["X=a; sh -c '$X'", ['a', 'sh']],
    ['X=a; exec $X$1', []],
    ['X=(a b); "${X[0]}"', ['a', 'b']],
  ])('%s', (text, words) => {
    expect(shellWords(text).called).toEqual(words);
  });
});

describe('names that the text takes', () => {
  test.each([
    ['f() { a; }; f', ['a']],
    ['main() { date; }; date() { a; }; main', ['a']],
    ['date; date() { a; }', ['a', 'date']],
    ['if a; then date() { b; }; fi; date', ['a', 'b', 'date']],
    ['date() { command date -u; }; date', ['date']],
    ['date() { a; }; env date', ['a', 'date', 'env']],
    ['date() { a; }; exec date', ['a', 'date']],
    ['date() { a; }; unset -f date; date', ['a', 'date']],
    ['function f { a; }; f', ['a']],
    ["f() { a; }; eval f; trap f EXIT; sh -c 'f'", ['a', 'f', 'sh']],
    ['alias date=a; date', ['a']],
  ])('%s', (text, words) => {
    expect(shellWords(text).called).toEqual(words);
  });
});

describe('files', () => {
  test.each([
    ['. /lib/lsb/init-functions', ['/lib/lsb/init-functions']],
    ['if [ -r /a ]; then source "/a" b; fi', ['/a']],
    ['test -f /x && . /x; . /x', ['/x']],
    ['. "$1.sh"; echo . /y', []],
    ['A=/etc; . "$A/b"', ['/etc/b']],
    ['. "$(dirname "$0")/lib"', ['/opt/app/lib']],
    ['. `dirname $0`/lib', ['/opt/app/lib']],
    ['. "${0%/*}/lib"', ['/opt/app/lib']],
    ['here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); . "$here/../lib"', ['/opt/app/../lib']],
    ['. "$(dirname "$(readlink -f "$0")")/${0##*/}.lib"', ['/opt/app/run.lib']],
    ['sh -e /opt/x a; bash -n "$1"', ['/opt/x']],
    ['exec gosu web sh ./y', ['./y']],
  ])('%s', (text, files) => {
    expect(shellWords(text, '/opt/app/run').sourced).toEqual(files);
  });
});

test.each([
  ['exec "$(command -v python3)" "$0" "$@"\nimport (x)\n"""', ['python3']],
  ['a\nexec tclsh "$0" "$@"\nputs {"}', ['a', 'tclsh']],
  ['if a; then exit 1; fi; b\nexit\n)c "', ['a', 'b']],
  ['exec >log; a', ['a']],
  ['exec a & b', ['a', 'b']],
  ['f() { exec a; }; exec b; exec c', ['a', 'b']],
])('a script ends where it must: %s', (text, called) => {
  expect(shellWords(text)).toEqual({ called, sourced: [] });
});

describe('a text that is no shell', () => {
  test('says why, and keeps what is found', () => {
    expect(shellWords('a\nb "c')).toEqual({
      called: ['a', 'b'],
      sourced: [],
      unread: { line: 2, fault: 'unterminated double quote' },
    });
  });

  test('within another one has no line, unless it has expansions', () => {
    expect(shellWords("sh -c 'a )'").unread).toEqual({ fault: "unexpected token ')'" });
    expect(shellWords('sh -c "case a in $x esac"').unread).toBeUndefined();
  });

  test.each([
    [`${'a "$('.repeat(40)}${')"'.repeat(40)}`, 'it is nested too deeply'],
    ['a <<E\nE\n'.repeat(5000), 'there are too many here-documents'],
  ])('is one that no person writes: %#', (text, fault) => {
    expect(shellWords(text).unread?.fault).toBe(fault);
  });

  test('is kept with all its words by readable', () => {
    expect(readable('if a; then\n  b c=/usr/d\n')).toEqual({
      called: ['/usr/d', 'a', 'b', 'c'],
      sourced: [],
      unread: { line: 3, fault: "expected 'fi' to close 'if'" },
    });
  });
});

test.each([
  [['sh', '-c', 'a; b'], ['a', 'b'], []],
  [['/bin/bash', '-lc', 'a "$@"', 'x', 'y'], ['a', 'y'], []],
  [['env', 'A=b', 'sh', '-c', 'a'], ['a', 'sh'], []],
  [['tini', '--', '/x'], ['/x'], []],
  [['sh', '-x', '/opt/run'], [], ['/opt/run']],
  [['app', '-c', 'a'], [], []],
  [['sh'], [], []],
  [[], [], []],
])('%j starts %j', (argv, called, sourced) => {
  expect(argvWords(argv)).toEqual({ called, sourced });
});

test('an argv whose text is no shell keeps all words', () => {
  expect(argvWords(['sh', '-c', 'a "b'])).toEqual({
    called: ['a', 'b'],
    sourced: [],
    unread: { line: 1, fault: 'unterminated double quote' },
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...'$( ` " \' ${ } ) ( { <<E \nE\n <<< ; ;; && | if then fi case in esac for do done while a b $x ${x:- = x= $(( )) [[ ]] # \\ \n'.split(
      ' ',
    ),
  );

  test('is read', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (words) => {
        for (const text of [words.join(' '), words.join('')]) readable(text, '/x');
      }),
      { numRuns: 2000 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readable(text)));
  });

  test.each([
    ['substitutions', '"$('.repeat(20_000)],
    ['backticks', '`'.repeat(100_001)],
    ['groups', '{ ('.repeat(20_000)],
    ['sums', `: $((${'1+'.repeat(50_000)}1))`],
    ['brackets', `: $((${'('.repeat(50_000)}`],
    ['lists', 'a && '.repeat(50_000)],
    ['branches', 'if a; then '.repeat(20_000)],
    ['quotes', '"\'\\'.repeat(50_000)],
    ['defaults', '${x:-'.repeat(20_000)],
    ['here-documents', 'a <<E; '.repeat(100_000)],
    ['variables', Array.from({ length: 2000 }, (_, i) => `x${i}="$x${i + 1} $x${i + 2}"`).join('\n')],
    ['values', `${Array.from({ length: 5000 }, (_, i) => `x="$x ${i}"`).join('\n')}\n$x$x$x$x`],
    ['texts', Array.from({ length: 200 }, (_, i) => `eval "$x${i} eval"`).join(' ')],
    ['starters', 'env '.repeat(20_000)],
    ['variable starters', `${'X=env; X=nice; X=nohup; X=setsid\n'}${'$X '.repeat(1000)}`],
    ['words of a loop', `for x in ${'a b '.repeat(20_000)}; do $x; done`],
    ['long lists', 'a | '.repeat(200_000)],
    ['sums in substitutions', 'x=$( (('.repeat(50_000)],
    ['sums in sums', '$(('.repeat(50_000)],
  ])('takes no long time: %s', (_, text) => {
    const started = performance.now();
    readable(text, '/x');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

/** The scenarios of docker-image-toolkit's suite, each as a stage that `export` thins. */

/** Base is what a scenario's stage starts from; the stages are in `BASES` of dockerfile.ts. */
export type Base = 'alpine' | 'debian' | 'empty' | 'java' | 'programs';

export interface Scenario {
  /** As that suite calls it, or what it adds. */
  readonly name: string;
  readonly base: Base;
  /** Lines of the Dockerfile before `export`. */
  readonly lines: readonly string[];
  /** The arguments of `export`. */
  readonly args: readonly string[];
  /** The files that must be in the export, without those of `/etc`, `/var` and the package database. */
  readonly files: readonly string[];
  /** Set if no other file may be in it. */
  readonly isExact?: true;
  /** A line for a shell that is not in the image, and what it prints there. */
  readonly run?: readonly [line: string, says: string];
}

/** A script as a file of the stage. */
const script = (path: string, ...lines: readonly string[]) =>
  `COPY --chmod=755 <<"E" ${path}\n${['#!/bin/sh', ...lines].join('\n')}\nE`;

const BUSYBOX = ['bin/busybox', 'bin/sh'];
const DASH = ['usr/bin/dash', 'usr/bin/sh', 'usr/lib/TRIPLET/libc.so.6'];
const TOY = ['lib/LOADER', 'usr/bin/toy', 'usr/lib/libtoy.so'];
const PYTHON = ['usr/bin/python3', 'usr/bin/python3.13', 'usr/lib/python3.13/encodings/utf_8.py'];

/** What Alpine and Debian both do, each with its own shell. */
function ofShell(base: 'alpine' | 'debian', shell: readonly string[], bin: string): readonly Scenario[] {
  const isExact = base === 'alpine' ? { isExact: true as const } : {};
  const program = (name: string) => (base === 'alpine' ? [`bin/${name}`] : [`usr/bin/${name}`]);
  return [
    {
      ...{ name: 'used files', base, lines: [script('/my_command', 'echo "$0 ran"')], ...isExact },
      args: ['--binary', '/bin/sh', '--path=/export', '--', './my_command'],
      files: [...shell, ...program('echo'), 'my_command'],
      run: ['/my_command', '/my_command ran\n'],
    },
    {
      ...{ name: 'a script as binary, without a command', base, lines: [script('/my_command')], ...isExact },
      args: ['--binary', '/my_command'],
      files: [...shell, 'my_command'],
      run: ['/my_command && echo ran', 'ran\n'],
    },
    {
      ...{ name: 'binaries', base, lines: [], ...isExact },
      args: ['--binary', '/bin/true', '--binary', '/bin/false'],
      files: base === 'alpine' ? ['bin/busybox', 'bin/false', 'bin/true'] : ['usr/bin/false', 'usr/bin/true'],
      run: ['/bin/true && ! /bin/false && echo both', 'both\n'],
    },
    {
      ...{ name: 'a link to a binary', base, lines: [`RUN ln -s /bin/${bin} /bin/my_symlink`], ...isExact },
      args: ['--prune', 'files', '--binary', '/bin/my_symlink'],
      files: [...program('my_symlink'), ...program(bin)],
    },
    {
      ...{ name: 'a hard link to a binary', base, lines: [`RUN ln /bin/${bin} /bin/my_link`], ...isExact },
      args: ['--prune', 'files', '--binary', '/bin/my_link'],
      files: program('my_link'),
    },
    {
      name: 'configuration: a file, an empty folder, a folder with a file, a file in a folder',
      ...{ base, ...isExact },
      lines: ['RUN mkdir /srv/empty /srv/full /srv/part && touch /srv/file /srv/full/file /srv/part/one'],
      args: ['--keep=/srv/file', '--keep=/srv/empty', '--keep=/srv/full', '--keep=/srv/part/one'],
      files: ['srv/file', 'srv/full/file', 'srv/part/one'],
    },
    {
      name: 'a command that starts another',
      ...{
        base,
        lines: [script('/my_command', '/my_command2'), script('/my_command2', 'echo two')],
        ...isExact,
      },
      args: ['--prune=files', '--', 'sh', './my_command'],
      files: [...shell, ...program('echo'), 'my_command', 'my_command2'],
      run: ['/my_command', 'two\n'],
    },
    {
      ...{
        name: 'two commands',
        base,
        lines: [script('/one'), script('/two'), script('/three')],
        ...isExact,
      },
      args: ['--prune=files', '--', './one', '--', './two'],
      files: [...shell, 'one', 'two'],
    },
    {
      ...{ name: 'follows exec', base, lines: ['RUN echo content >/my_file'], ...isExact },
      args: ['--prune=files', '--', 'sh', '-c', 'cat /my_file'],
      files: [...shell, ...program('cat'), 'my_file'],
      run: ['/bin/cat /my_file', 'content\n'],
    },
    {
      name: 'forks',
      base,
      lines: [
        'RUN touch /forked_file /other_file',
        script('/my_command', 'cat /forked_file&', 'cat /other_file', 'wait'),
      ],
      ...isExact,
      args: ['--prune=files', '--', './my_command'],
      files: [...shell, ...program('cat'), 'forked_file', 'my_command', 'other_file'],
    },
    {
      ...{ name: 'the least that prints a word', base, lines: [], ...isExact },
      args: ['--binary', '/bin/sh', '--', 'echo', 'test'],
      files: [...shell, ...program('echo')],
      run: ['/bin/echo hello', 'hello\n'],
    },
    {
      name: 'the application stays whole, without what its build left',
      base,
      lines: [
        'RUN mkdir -p /app/.git /root/.cache && touch /app/used /app/unused /app/.git/HEAD /root/.cache/x',
        script('/app/start', '. /app/used'),
      ],
      args: ['--', '/app/start'],
      files: [...shell, 'app/start', 'app/unused', 'app/used'],
      ...isExact,
    },
  ];
}

/** What C programs of musl and of glibc do. */
const PROGRAMS: readonly Scenario[] = [
  {
    ...{ name: 'a program with a library, by the loader of musl', base: 'alpine', isExact: true },
    lines: ['COPY --from=tools /musl /'],
    args: ['--prune=files', '--binary', '/usr/bin/toy', '--', '/usr/bin/toy', '/etc/alpine-release'],
    files: TOY,
    run: ['/usr/bin/toy /etc/alpine-release', '3.22.1\n42\n'],
  },
  {
    ...{ name: 'usage of environment, with a stand-in for Python', base: 'alpine', isExact: true },
    lines: ['COPY --from=tools /musl /', 'COPY --chmod=755 <<"E" /foo.toy\n#!/usr/bin/env toy\nworked\nE'],
    args: ['--prune=files', '--', '/foo.toy'],
    files: ['bin/busybox', 'foo.toy', 'usr/bin/env', ...TOY],
    run: ['/foo.toy', '#!/usr/bin/env toy\nworked\n42\n'],
  },
  {
    ...{ name: 'a stage without a shell', base: 'empty', isExact: true },
    lines: [
      'COPY --from=tools /musl /',
      'COPY --from=tools /loader /lib/',
      'COPY <<E /data/file\ncontent\nE',
    ],
    args: ['--', '/usr/bin/toy', '/data/file'],
    files: ['data/file', ...TOY],
    run: ['/usr/bin/toy /data/file', 'content\n42\n'],
  },
  {
    ...{ name: 'plain fork', base: 'debian' },
    lines: ['COPY --from=tools /fork /fork', 'RUN touch /child /parent'],
    args: ['--', '/fork'],
    files: ['child', 'fork', 'parent', 'usr/lib/TRIPLET/libc.so.6', 'usr/lib/TRIPLET/LOADER'],
    run: ['/fork', 'child\nparent\n'],
  },
];

const SERVERS: readonly Scenario[] = [
  {
    ...{ name: 'a server with a probe, as a stand-in for nginx', base: 'alpine', isExact: true },
    lines: ['RUN mkdir /www && echo page >/www/index.html && echo other >/www/other.html'],
    args: [
      ...['--start', 'httpd -f -p 8080 -h /www', '--ready', 'http://127.0.0.1:8080/'],
      ...['--get', '/other.html', '--get', '/none 404', '--timeout', '30s'],
    ],
    files: ['bin/busybox', 'usr/sbin/httpd', 'www/index.html', 'www/other.html'],
  },
  {
    ...{ name: 'nginx', base: 'programs', lines: [] },
    args: ['--start', "nginx -g 'daemon off;'", '--ready', 'http://127.0.0.1/', '--get', '/none 404'],
    files: ['usr/sbin/nginx', 'usr/lib/TRIPLET/libpcre2-8.so.0', 'var/www/html/index.nginx-debian.html'],
    run: ['/usr/sbin/nginx -t -q && echo good', 'good\n'],
  },
];

const LANGUAGES: readonly Scenario[] = [
  {
    ...{ name: 'Python', base: 'programs', lines: [] },
    args: ['--', '/usr/bin/python3.13', '-c', "print('hello')"],
    files: ['usr/bin/python3.13', 'usr/lib/python3.13/encodings/utf_8.py'],
    run: ['/usr/bin/python3.13 -c "print(1 + 1)"', '2\n'],
  },
  {
    ...{ name: 'usage of environment', base: 'programs' },
    lines: ['COPY --chmod=755 <<"E" /foo.py\n#!/usr/bin/env python3\nprint("worked")\nE'],
    args: ['--', '/foo.py'],
    files: ['foo.py', 'usr/bin/env', ...PYTHON],
    run: ['/foo.py', 'worked\n'],
  },
  {
    ...{ name: 'Python with a dynamic library, by a script', base: 'programs' },
    lines: [
      'COPY <<"E" /foo.py\nimport json, hashlib\nprint(json.dumps({"foo": "bar"}))\nE',
      script('/foo.sh', '/usr/bin/python3 /foo.py'),
    ],
    args: ['--', 'sh', '/foo.sh'],
    files: [...DASH, 'foo.py', 'foo.sh', 'usr/lib/python3.13/json/decoder.py', ...PYTHON],
    run: ['/foo.sh', '{"foo": "bar"}\n'],
  },
];

const JAVA: Scenario = {
  ...{ name: 'Java', base: 'java' },
  lines: ['COPY --from=jar /Main.jar /Main.jar'],
  args: ['--', 'java', '-jar', 'Main.jar'],
  files: ['Main.jar', 'usr/bin/java'],
  run: ['/usr/bin/java -jar /Main.jar', 'huhuhi\n'],
};

export const SCENARIOS: readonly Scenario[] = [
  ...ofShell('alpine', BUSYBOX, 'busybox'),
  ...PROGRAMS,
  ...SERVERS,
  ...LANGUAGES.slice(-1),
];

/** Those that take long and find what the others find: `make bases`. */
export const MORE: readonly Scenario[] = [...ofShell('debian', DASH, 'env'), ...LANGUAGES.slice(0, -1), JAVA];

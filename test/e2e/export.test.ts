/**
 * `export` in the stages of ordinary Dockerfiles. toolkit.test.ts tries docker-image-toolkit's own scenarios. Where the scenarios of docker-image-toolkit are that it skips or gets wrong:
 *
 * | scenario | test |
 * |---|---|
 * | links, of several steps | here, "has links as links" |
 * | Python's bytecode, made by the check itself | apps/bytecode |
 * | nginx with its folders for logs, temporary files and the process number | nginx.test.ts, apps/nginx |
 * | Java | apps/java |
 * | write, then read | here, MAIN |
 * | a check that fails | here, and gate.test.ts |
 * | another architecture than amd64 | here, "another architecture" |
 *
 * And what other tools lose:
 *
 * | defect | test |
 * |---|---|
 * | a path that another one begins with; relative paths; names with blanks | here: data/on, data/one, data/a b |
 * | files that were only looked at | here: data/on |
 * | a file that was there while the program was watched, and is gone when it is copied | here: run/state |
 * | what the check made ends up in the image | here: data/state |
 * | links followed for one step only, or copied as files | here: thing, first, main |
 * | owners, modes, the second name of a file | here: data, data/one, data/two |
 * | a program that is named gets none of its libraries | here: tool |
 * | files that root alone may read | here: data/one |
 * | watched as another user | here, `--user` |
 * | blind after the program gave up being root | here, "stays root" |
 * | emulation | here: ENOSYS, and "another architecture" |
 * | no list of packages for scanners | here, "with the packages that it came from" |
 * | lost events | src/steps/trace.test.ts, "fails for a trace that has no end" |
 * | programs that only a branch of a script names | src/prune/scripts.test.ts |
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { build, buildOk, dockerOk, folder } from '../support/e2e/docker.ts';
import { type Built, built, tagOf } from '../support/e2e/family.ts';
import type { TarFile } from '../support/e2e/oci.ts';
import { failure } from '../support/e2e/progress.ts';
import { SECOND } from '../support/e2e/second.ts';

const MOUNT = '--mount=type=bind,from=mib/frontend,target=/.mib';

/** A program in Perl, started through two links: reads, writes and reads again, by relative paths, and knows who it is. */
const MAIN = `#!/usr/bin/env perl
open my $in, "<", "data/one" or die "data/one: $!";
print <$in>;
-e "data/on" && -e "data/a b" or die;
open my $out, ">", "data/state" or die; print $out "written\\n"; close $out;
open my $back, "<", "data/state" or die; print <$back>;
mkdir "run" && rename("data/state", "run/state") && unlink("run/state") && rmdir("run") or die;
open my $mounted, "<", "/app/mounted" and print <$mounted>;
print "I am ", (getpwuid $>)[0], "\\n";
if (@ARGV) { require List::Util; print List::Util::sum(@ARGV), "\\n" }
`;

const DOCKERFILE = `FROM debian:trixie-slim AS stage
WORKDIR /app
COPY main /app/
RUN mkdir -m 2750 data && echo one >data/one && ln data/one data/two && echo on >data/on && touch 'data/a b' && chown -R 33:34 data && \\
    chmod 640 data/one && chmod g+s data && ln -s main first && ln -s /app/first /usr/local/bin/thing && chmod 755 main && \\
    cp -p /usr/bin/passwd tool && touch -d @1000000000 main
ENV LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libm.so.6 LD_LIBRARY_PATH=/app NODE_OPTIONS=--no-such-option
RUN ${MOUNT} --mount=type=bind,source=mounted,target=/app/mounted /.mib/export --path /export --keep /app/tool \\
    --binary $(which thing) -- thing -- sed -n 1p /etc/passwd
FROM scratch
COPY --from=stage /export /
ENTRYPOINT ["thing"]
`;

const IMAGE = tagOf('exported');

describe('an export', () => {
  let image: Built;
  let files: ReadonlyMap<string, TarFile>;

  beforeAll(async () => {
    const context = mkdtempSync(join(tmpdir(), 'mib-test-'));
    const content = { Imagefile: DOCKERFILE, main: MAIN, mounted: 'mounted\n' };
    for (const [name, text] of Object.entries(content)) writeFileSync(join(context, name), text);
    image = await built(context, '--output', `type=docker,name=${IMAGE}`);
    rmSync(context, { recursive: true });
    files = await image.files();
  });

  const below = (path: string) =>
    [...files]
      .filter(([name]) => name.startsWith(path))
      .map(([name, { header }]) => {
        const { type, mode = 0, uid, gid, linkname } = header;
        return [name, type, mode.toString(8), `${uid}:${gid}`, linkname ?? ''].join(' ').trimEnd();
      })
      .sort();

  test('has links as links, modes and owners as they were, and nothing that the command made', () => {
    expect(below('app/')).toEqual([
      'app/data directory 2750 33:34',
      'app/data/a b file 644 33:34',
      'app/data/on file 644 33:34',
      'app/data/one file 640 33:34',
      'app/data/two link 640 33:34 app/data/one',
      'app/first symlink 777 0:0 main',
      'app/main file 755 0:0',
      // It came with the setuid bit, and no command needed it.
      'app/tool file 755 0:0',
    ]);
    expect(below('usr/local/bin')).toEqual([
      'usr/local/bin directory 755 0:0',
      'usr/local/bin/thing symlink 777 0:0 /app/first',
    ]);
    expect(files.get('app/main')?.header.mtime?.getTime()).toBe(1e12);
  });

  test('has the libraries of what was only to be kept', () => {
    expect([...files.keys()].filter((path) => path.includes('/libpam.so.'))).toHaveLength(2);
  });

  test('has nothing of what was mounted, of mib, or of the runtime', () => {
    const foreign = /^(app\/mounted|\.mib|export|(proc|sys|dev)\/|etc\/(hosts|hostname|resolv\.conf)$)/;
    expect([...files.keys()].filter((path) => foreign.test(path))).toEqual([]);
  });

  test('is one layer and no shell, with the packages that it came from', () => {
    expect(image.layers).toHaveLength(1);
    expect(files.has('usr/bin/dash')).toBe(false);
    const status = String(files.get('var/lib/dpkg/status')?.content);
    const packages = [...status.matchAll(/^Package: (.*)$/gm)].map(([, name]) => name);
    expect(packages).toEqual(
      expect.arrayContaining(['base-files', 'coreutils', 'libc6', 'perl-base', 'sed']),
    );
    expect(packages).not.toContain('bash');
  });

  test('does what no command has shown', async () => {
    const { stdout } = await dockerOk(['run', '--rm', '--network=none', '--workdir=/app', IMAGE, '2', '3']);
    expect(stdout).toBe('one\nwritten\nI am root\n5\n');
  });
});

test('a command that fails ends the build with its output and its status', async () => {
  const run = `RUN ${MOUNT} /.mib/export --path /export -- sh -c 'echo before; exit 7'`;
  const Imagefile = `FROM debian:trixie-slim\n${run}\n`;
  expect(failure(await build(folder({ Imagefile })))).toEqual({
    status: 1,
    marked: ['Imagefile:2'],
    message: expect.stringMatching(/did not complete successfully: exit code: 7$/),
    said: {
      [`[stage-0 2/2] ${run}`]:
        'trace sh -c "echo before; exit 7"\nbefore\ncheck: sh -c "echo before; exit 7" exited with status 7\n' +
        'check: it ran in / as root 0:0, with\n' +
        'check:   PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n' +
        'sh -c "echo before; exit 7" fails in the stage, where nothing is left out yet [check-failed]\n' +
        '  correct the command, or what it needs in the stage',
    },
  });
});

/** Lines of shell, each with what it says. \`strace\` watches a program, and what that one starts, so that nobody else may. */
const CASES = [
  [
    'exporting --path=/a --pth /b -- true',
    'unknown option "--pth" [invalid-option]\n  did you mean "--path"?\nstatus 1',
  ],
  [
    'as_user /.mib/export --path /a -- true',
    'export: only root can read the whole stage, set the owners of files and change the root [cannot-export]\n' +
      '  put USER root before this RUN; to run the commands as another user: --user USER\nstatus 1',
  ],
  [
    'setpriv --bounding-set=-sys_chroot /.mib/export --path /a -- true',
    'export: this engine does not let a RUN change its root: chroot /.mib: Operation not permitted [cannot-export]\nstatus 1',
  ],
  [
    'strace /.mib/export --path /a -- true',
    'strace cannot trace the commands: this engine forbids ptrace [cannot-export]\n' +
      '  keep whole packages, which needs no trace: --prune packages\nstatus 1',
  ],
  [
    // What qemu-user answers.
    'strace --trace=ptrace --inject=ptrace:error=ENOSYS /.mib/export --path /a --binary /usr/bin/sed -- test -e /etc/passwd',
    'warning: emulated commands cannot be traced, so whole packages are kept; to use the native builder:\n' +
      '  FROM --platform=$BUILDPLATFORM mib/frontend AS mib, and RUN --mount=type=bind,from=mib,target=/.mib\n' +
      'run test -e /etc/passwd\nkept N of N files, N of N MB, N of N packages\ncheck test -e /etc/passwd\nstatus 0',
  ],
  [
    'exporting -- zzzzzzzz; exporting --user nobody -- sh -c "exit 4"',
    'command "zzzzzzzz" is no program in PATH [missing-entry]\n' +
      'trace sh -c "exit 4"\ncheck: sh -c "exit 4" exited with status 4\n' +
      'check: it ran in / as nobody 65534:65534, with\n' +
      'check:   PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n' +
      'sh -c "exit 4" fails in the stage, where nothing is left out yet [check-failed]\n' +
      '  correct the command, or what it needs in the stage\nstatus 4',
  ],
  [
    'exporting --timeout 1s -- sleep 90',
    'trace sleep 90\ncheck: sleep 90 did not end within 1 s\ncheck: it ran in / as root 0:0, with\n' +
      'check:   PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n' +
      'sleep 90 fails in the stage, where nothing is left out yet [check-failed]\n' +
      '  try a server with --start and --ready, and give a slow command more time: --timeout 5m\nstatus 124',
  ],
  [
    `exporting --start "sh -c 'exit 3'" --ready tcp://127.0.0.1:8080`,
    'trace sh -c "exit 3"\ncheck: sh -c "exit 3" exited with status 3 before it was ready\n' +
      'check: it ran in / as root 0:0, with\n' +
      'check:   PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n' +
      'sh -c "exit 3" fails in the stage, where nothing is left out yet [check-failed]\n' +
      '  correct --start, --ready or --get, or give the server more time: --timeout 5m\nstatus 3',
  ],
  [
    `exporting --path /b --drop /etc/debian_version --user www-data -- sh -c 'id -un; test -e /etc/debian_version'`,
    'trace sh -c "id -un; test -e /etc/debian_version"\nwww-data\nkept N of N files, N of N MB, N of N packages\n' +
      'check sh -c "id -un; test -e /etc/debian_version"\nwww-data\n' +
      'check: sh -c "id -un; test -e /etc/debian_version" exited with status 1\n' +
      'check: it ran in / as www-data 33:33, with\n' +
      'check:   PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n' +
      // So it is not to blame that these are missing.
      'run sh -c "id -un; test -e /etc/debian_version" in the stage without /proc/filesystems /proc/mounts /sys/fs/selinux\n' +
      'sh -c "id -un; test -e /etc/debian_version" succeeds in the stage but not in the export [check-failed]\n' +
      '  name the missing files with --keep, or use --prune packages\nstatus 1',
  ],
  [
    // What it opens as somebody else shows only in a run in which it stays root.
    `exporting --path /d -- perl -e '($<, $>) = (33, 33); -r "/script" or exit 5'; ls /d/script`,
    `trace perl -e '($<, $>) = (33, 33); -r "/script" or exit 5'\nkept N of N files, N of N MB, N of N packages\n` +
      `check perl -e '($<, $>) = (33, 33); -r "/script" or exit 5'\n/d/script\nstatus 0`,
  ],
  [
    'exporting --path /c -- bash -c "test -e /proc/1/stat"',
    'trace bash -c "test -e /proc/1/stat"\nkept N of N files, N of N MB, N of N packages\n' +
      'check bash -c "test -e /proc/1/stat"\ncheck: bash -c "test -e /proc/1/stat" exited with status 1\n' +
      'check: it ran in / as root 0:0, with\n' +
      'check:   PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n' +
      'run bash -c "test -e /proc/1/stat" in the stage without /proc/1/stat\n' +
      'warning: bash -c "test -e /proc/1/stat" fails without /proc/1/stat, so it is not proven that it works in the export\n' +
      'status 0',
  ],
  ['ls -A / | grep -e mib -e "^a$"', '.mib\na\nstatus 0'],
] as const;

const SCRIPT = `
# What an export made counts as the application of the next.
exporting() { rm -rf /b /c /d; /.mib/export "$@"; }
as_user() { setpriv --reuid=33 --regid=33 --clear-groups "$@"; }
tools=/.mib/usr/lib/mib/tools/strace
strace() { $tools/ld.so --library-path $tools $tools/strace -f -o /dev/null "$@"; }
`;

test('what cannot be exported is told, with the way out', async () => {
  const lines = CASES.map(([line]) => `${line}\necho status $?; echo --`);
  const Imagefile = `FROM debian:trixie-slim AS stage
COPY script /script
RUN ${MOUNT} sh /script >/tmp/said 2>&1
FROM scratch
COPY --from=stage /tmp/said /
`;
  const files = await (await built(folder({ Imagefile, script: SCRIPT + lines.join('\n') }))).files();
  const said = String(files.get('said')?.content).split('\n--\n');
  const kept = /\d[\d.]* of \d[\d.]*/g;
  // These depend on Debian, and on the exports before: src/prune/left-out.test.ts.
  const leftOut = /^(left out|no check used|no program of the package) .*\n/gm;
  const plain = (each: string) => each.replaceAll(kept, 'N of N').replaceAll(leftOut, '');
  expect(said.slice(0, -1).map(plain)).toEqual(CASES.map(([, words]) => words));
});

test('another architecture, in a stage that has no shell, no Perl and no tar', {
  tags: ['long'],
}, async () => {
  const base = tagOf(`nginx-${SECOND.architecture}`);
  await buildOk('images/nginx', `--platform=${SECOND.platform}`, '--output', `type=docker,name=${base}`);
  const Imagefile = `FROM --platform=$BUILDPLATFORM mib/frontend AS mib
FROM ${base} AS stage
USER root
RUN --mount=type=bind,from=mib,target=/.mib ["/.mib/export", "--path=/export", "--user=nonroot", "--", "nginx", "-v"]
FROM scratch
COPY --from=stage /export /
`;
  const image = await built(folder({ Imagefile }), `--platform=${SECOND.platform}`);
  const files = await image.files();
  expect(files.get('usr/sbin/nginx')?.content.readUInt16LE(18)).toBe(SECOND.machine);
  expect(files.has(`usr/lib/${SECOND.triplet}/libc.so.6`)).toBe(true);
  expect(files.has('etc/nginx/nginx.conf')).toBe(true);
});

import {
  type Common,
  type Exec,
  exec,
  file,
  git,
  http,
  image,
  type Location,
  local,
  type Mount,
  ociLayout,
  type Platform,
  scratch,
  type Tree,
} from '../../../src/llb/index.ts';

/** The graphs of generator/main.go, made with mib's own functions. Each function stands for the Go one of its name. */
export function cases(): Record<string, Tree> {
  return { ...sources(), ...execs(), ...mounts(), ...files(), ...graphs(), ...metadata() };
}

/** The file that the cases with locations lie in. */
export const imagefile = {
  filename: 'Imagefile',
  language: 'YAML',
  data: Buffer.from('packages: [nginx]\n'),
};

const zeros = `sha256:${'0'.repeat(64)}`;
const amd64: Platform = { os: 'linux', architecture: 'amd64' };
const arm64: Platform = { os: 'linux', architecture: 'arm64' };
const armv7: Platform = { os: 'linux', architecture: 'arm', variant: 'v7' };
const time = 1767225600;

const debian = () => image('debian', { platform: amd64 });
const nginx = () => image('nginx', { platform: amd64 });

function run(options: Partial<Exec> = {}, common?: Common, root: Tree = debian()) {
  const mounts: Mount[] = [{ kind: 'bind', dest: '/', input: root }, ...(options.mounts ?? [])];
  return exec({ args: ['true'], platform: amd64, ...options, mounts }, common);
}

function sources(): Record<string, Tree> {
  return {
    image: debian(),
    'image-pull': image('mirror.example/debian:13', { platform: amd64, resolveMode: 'pull' }),
    'image-local': image(`mirror.example:5000/debian@${zeros}`, { platform: amd64, resolveMode: 'local' }),
    'image-arm': image('nginx:1', { platform: armv7 }),
    'image-internal': image('docker.io/library/debian:13', { platform: amd64, recordType: 'internal' }),
    'image-layerlimit': image('user/app', { platform: amd64, layerLimit: 2 }),
    local: local('context', { session: 'session' }),
    'local-all': local('context', {
      session: 'session',
      include: ['src', '*.go'],
      exclude: ['**/node_modules', '!keep'],
      follow: ['link'],
      sharedKeyHint: 'hint',
      differ: 'none',
    }),
    http: http('https://mirror.example/a.deb', { filename: 'a.deb' }),
    'http-all': http('https://mirror.example/a.deb', {
      filename: 'a.deb',
      checksum: zeros,
      mode: 0o644,
      uid: 1000,
      gid: 1001,
      authHeaderSecret: 'header',
      header: { accept: 'text/plain', userAgent: 'mib' },
    }),
    'oci-layout': ociLayout(`store@${zeros}`, { platform: amd64, session: 'session' }),
    'oci-layout-store': ociLayout(`mirror.example/a@${zeros}`, {
      platform: arm64,
      session: 'session',
      store: 'store',
    }),
    git: git('https://git.example/me/app.git'),
    'git-ref': git('https://git.example/me/app.git', { ref: 'v1' }),
    'git-subdir': git('https://user@git.example:8443/me//app.git', { ref: 'v1', subdir: './a/../b/' }),
    'git-only-subdir': git('http://git.example/me/app', { subdir: 'src' }),
    'git-all': git('https://git.example/me/app.git', {
      ref: 'main',
      keepGitDir: true,
      skipSubmodules: true,
      checksum: '0123456789abcdef0123456789abcdef01234567',
      mtime: 'commit',
      authTokenSecret: 'token',
      authHeaderSecret: 'header',
    }),
    'git-ssh': git('ssh://git@git.example/me/app.git', { knownSshHosts: 'git.example key' }),
    'git-scp': git('git@git.example:me/app.git', {
      ref: 'main',
      knownSshHosts: 'git.example key\n',
      sshSocket: 'agent',
    }),
    'git-native': git('git://git.example/a%20b'),
  };
}

function execs(): Record<string, Tree> {
  const all: Record<string, Partial<Exec>> = {
    exec: {},
    'exec-env': { env: ['B=2', 'A=x=y', 'EMPTY='] },
    'exec-cwd': { cwd: '/srv' },
    'exec-user': { user: '65532:65532' },
    'exec-none': { network: 'none' },
    'exec-host': { network: 'host' },
    'exec-insecure': { security: 'insecure' },
    'exec-hostname': { hostname: 'builder' },
    'exec-hosts': {
      extraHosts: [
        { host: 'a.example', ip: '192.0.2.1' },
        { host: 'b.example', ip: '2001:db8::1' },
      ],
    },
    'exec-ulimits': {
      ulimits: [
        { name: 'nofile', soft: 1024, hard: 2 ** 20 },
        { name: 'core', soft: -1, hard: -1 },
      ],
    },
    'exec-cgroup': { cgroupParent: '/build' },
    'exec-proxy': { proxy: { http: 'h', https: 's', ftp: 'f', no: 'n', all: 'a' } },
    'exec-codes': { validExitCodes: [0, 3, 255] },
    'exec-arm64': { platform: arm64 },
    'exec-secret-env': {
      secretEnv: [
        { id: 'token', name: 'TOKEN' },
        { id: 'other', name: 'OTHER', optional: true },
      ],
    },
  };
  const empty = exec({ args: ['/true', '', 'a b'], platform: amd64, mounts: [{ kind: 'bind', dest: '/' }] });
  const entries = Object.entries(all).map(([name, options]) => [name, run(options).output('/')]);
  return { ...Object.fromEntries(entries), 'exec-scratch': empty.output('/') };
}

function mounts(): Record<string, Tree> {
  const other = nginx();
  const root = (...list: Mount[]) => run({ mounts: list }).output('/');
  const several = run({
    mounts: [
      { kind: 'bind', dest: '/b', input: other },
      { kind: 'bind', dest: '/c', input: other, readonly: true },
      { kind: 'bind', dest: '/a' },
    ],
  });
  const readonlyRoot = exec({
    args: ['true'],
    platform: amd64,
    mounts: [
      { kind: 'bind', dest: '/', input: debian(), readonly: true },
      { kind: 'bind', dest: '/out' },
    ],
  });
  return {
    'mount-readonly': root({ kind: 'bind', dest: '/in', input: other, readonly: true }),
    'mount-selector': root({ kind: 'bind', dest: '/in', input: other, readonly: true, selector: '/etc' }),
    'mount-same-input': root({ kind: 'bind', dest: '/in', input: debian(), readonly: true }),
    'mount-outputs': several.output('/a'),
    'mount-outputs-root': several.output('/'),
    'mount-no-output': root({ kind: 'bind', dest: '/in', input: other, output: false }),
    'mount-readonly-root': readonlyRoot.output('/out'),
    'mount-content-cache': root(
      { kind: 'bind', dest: '/off', input: other, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/on', input: other, readonly: true, contentCache: true },
    ),
    'mount-cache': root(
      { kind: 'cache', dest: '/shared', id: 's' },
      { kind: 'cache', dest: '/private', id: 'p', sharing: 'private' },
      { kind: 'cache', dest: '/locked', id: 'l', sharing: 'locked', input: other, selector: '/seed' },
    ),
    'mount-tmpfs': root({ kind: 'tmpfs', dest: '/tmp' }),
    'mount-tmpfs-size': root({ kind: 'tmpfs', dest: '/dev/shm', size: 64 * 2 ** 20 }),
    'mount-secret': root(
      { kind: 'secret', dest: '/run/a', id: 'a' },
      { kind: 'secret', dest: '/run/b', id: 'b', uid: 1, gid: 2, mode: 0o440, optional: true },
    ),
    'mount-ssh': root(
      { kind: 'ssh', dest: '/run/ssh', id: 'default' },
      { kind: 'ssh', dest: '/run/ssh2', id: 'x', uid: 1, gid: 2, mode: 0o660, optional: true },
    ),
    'mount-order': run({
      mounts: [
        { kind: 'secret', dest: '/0', id: '/0' },
        { kind: 'bind', dest: '/é' },
        { kind: 'tmpfs', dest: '/z' },
        { kind: 'bind', dest: '/a/b' },
        { kind: 'bind', dest: '/a' },
        { kind: 'bind', dest: '/Z' },
      ],
    }).output('/é'),
  };
}

function files(): Record<string, Tree> {
  const base = debian();
  const other = nginx();
  const named = (name: string) => ({ name, input: base });
  const chain = file(base)
    .mkdir('/a')
    .mkfile('/a/b', { data: Buffer.from('x') })
    .copy(other, '/c', '/a/')
    .symlink('b', '/a/d')
    .rm('/e');
  const owner = { user: { id: 0 }, group: { id: 7 } };
  return {
    mkdir: file(scratch).mkdir('/a').output(),
    'mkdir-all': file(base).mkdir('/a/b/', { mode: 0o700, makeParents: true, owner, time }).output(),
    mkfile: file(scratch)
      .mkfile('/a', { data: Buffer.from('hello\n') })
      .output(),
    'mkfile-empty': file(scratch).mkfile('/a', { mode: 0o600, data: new Uint8Array() }).output(),
    'mkfile-all': file(base)
      .mkfile('/a', {
        mode: 0o444,
        data: Uint8Array.of(0, 255),
        owner: { user: named('www-data'), group: { id: 0 } },
        time,
      })
      .output(),
    symlink: file(base).symlink('../b', '/a', { time }).output(),
    rm: file(base).rm('/a/../b/').output(),
    'rm-all': file(base).rm('/a*', { allowNotFound: true, allowWildcard: true }).output(),
    copy: file(base).copy(other, '/etc', '/x').output(),
    'copy-scratch': file(scratch).copy(other, '/', '/').output(),
    'copy-folder': file(base).copy(other, '/etc/', '/x/').output(),
    'copy-dot': file(base).copy(other, '/etc/.', '/x/.').output(),
    'copy-root-dot': file(base).copy(other, '/.', '/.').output(),
    'copy-mode': file(base).copy(other, '/a', '/b', { mode: 0o4755 }).output(),
    'copy-mode-string': file(base).copy(other, '/a', '/b', { mode: 'u+x,go-w' }).output(),
    'copy-owner': file(base)
      .copy(other, '/a', '/b', { owner: { user: named('app') } })
      .output(),
    'copy-same-input': file(base).copy(debian(), '/a', '/b').output(),
    'copy-all': file(base)
      .copy(other, '/a*', '/b/', {
        mode: 0,
        followSymlink: true,
        dirCopyContents: true,
        include: ['*.conf'],
        exclude: ['secret.conf', 'b'],
        required: ['main.conf'],
        attemptUnpackDockerCompatibility: true,
        createDestPath: true,
        allowWildcard: true,
        allowEmptyWildcard: true,
        owner: { user: { id: 5 } },
        time,
        alwaysReplaceExistingDestPaths: true,
      })
      .output(),
    'file-chain': chain.output(),
    'file-chain-inputs': file(scratch)
      .copy(other, '/a', '/')
      .copy(base, '/b', '/')
      .copy(nginx(), '/c', '/')
      .output(),
  };
}

function graphs(): Record<string, Tree> {
  const base = debian();
  return {
    twins: run({ mounts: [{ kind: 'bind', dest: '/in', input: debian(), readonly: true }] }).output('/'),
    diamond: file(scratch)
      .copy(file(base).mkdir('/a').output(), '/', '/')
      .copy(file(base).mkdir('/b').output(), '/', '/')
      .copy(run().output('/'), '/', '/')
      .output(),
  };
}

function metadata(): Record<string, Tree> {
  const at = (line: number, character: number, endLine: number, endCharacter: number): Location => ({
    start: { line, character },
    end: { line: endLine, character: endCharacter },
  });
  const resources = {
    memory: 2 ** 30,
    memorySwap: -1,
    cpuShares: 512,
    cpuPeriod: 100000,
    cpuQuota: 50000,
    cpusetCpus: '0-1',
    cpusetMems: '0',
  };
  const all: Record<string, Common> = {
    name: { name: 'step' },
    description: { description: { z: '1', a: '2' } },
    'ignore-cache': { ignoreCache: true },
    'export-cache': { exportCache: false },
    group: { group: { id: 'id', name: 'name' } },
    'group-weak': { group: { id: 'id', name: 'name', weak: true } },
    resources: { resources },
    location: { locations: [at(1, 10, 1, 17)] },
  };
  const named = image('debian', { platform: amd64 }, { name: 'base' });
  const located = image('debian', { platform: amd64 }, { locations: [at(3, 0, 4, 1)] });
  const entries = Object.entries(all).map(([name, common]) => [name, run({}, common, named).output('/')]);
  return {
    ...Object.fromEntries(entries),
    locations: run({}, { locations: [at(1, 0, 1, 5)] }, located).output('/'),
  };
}

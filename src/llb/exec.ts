import { type Cap, when } from './caps.ts';
import { type Inputs, newInputs, newVertex } from './encode.ts';
import { ownImage } from './image.ts';
import { hasOutput, inOrder, type Mount, mountCaps, mountMessage } from './mount.ts';
import { pb } from './proto.ts';
import type { Common, Output, Platform, Vertex } from './vertex.ts';

/** Exec describes a command in a container. */
export interface Exec {
  readonly args: readonly string[];
  /** `NAME=value`; part of the cache key, including the order. The daemon adds a PATH if none is set. */
  readonly env?: readonly string[];
  /** `/` when absent. */
  readonly cwd?: string;
  /** A name, a number or `user:group`; names are looked up in the root file system. root when absent. */
  readonly user?: string;
  /** Determines emulation, whatever the content of the root is, and is part of the cache key. */
  readonly platform: Platform;
  /** `sandbox` when absent; `host` needs an entitlement. */
  readonly network?: 'sandbox' | 'host' | 'none';
  /** `sandbox` when absent; `insecure` needs an entitlement. */
  readonly security?: 'sandbox' | 'insecure';
  readonly hostname?: string;
  readonly extraHosts?: readonly { readonly host: string; readonly ip: string }[];
  readonly ulimits?: readonly { readonly name: string; readonly soft: number; readonly hard: number }[];
  readonly cgroupParent?: string;
  /** Variables outside the cache key. */
  readonly proxy?: Proxy;
  /** Only 0 when absent. */
  readonly validExitCodes?: readonly number[];
  readonly secretEnv?: readonly { readonly id: string; readonly name: string; readonly optional?: boolean }[];
  /** Whether image mounts become vertices of this exec alone: see `ownImage`. */
  readonly ownImages?: boolean;
  /** One is at `/`. Order does not matter. */
  readonly mounts: readonly Mount[];
}

interface Proxy {
  readonly http?: string;
  readonly https?: string;
  readonly ftp?: string;
  readonly no?: string;
  readonly all?: string;
}

/** Executed gives access to the outputs of an exec. */
export interface Executed {
  /**
   * Returns the content of the mount at `dest` after the exec.
   * @throws {Error} if that mount has no output
   */
  output(dest: string): Output;
}

/**
 * Runs a command.
 * @throws {Error} without arguments or a root, or with two mounts at one path, which the daemon would refuse
 */
export function exec(options: Exec, common?: Common): Executed {
  const mounts = inOrder(options.mounts);
  verify(options.args, mounts);
  const plain = execVertex(options, mounts, common);
  const own = (mount: Mount) =>
    'input' in mount && mount.input !== undefined
      ? { ...mount, input: ownImage(mount.input, plain.digest) }
      : mount;
  const vertex = options.ownImages ? execVertex(options, mounts.map(own), common) : plain;
  const outputs = numberOutputs(mounts);
  const wanted = new Map(mounts.filter(hasOutput).map((mount) => [mount.dest, outputs.get(mount)]));
  return {
    output(dest) {
      const index = wanted.get(dest);
      if (index === undefined) throw new Error(`the mount at ${dest} has no output`);
      return { vertex, index };
    },
  };
}

function execVertex(options: Exec, mounts: readonly Mount[], common?: Common): Vertex {
  const inputs = newInputs();
  const op = { exec: execMessage(options, mounts, inputs, numberOutputs(mounts)) };
  return newVertex({ inputs: inputs.outputs, platform: options.platform, op, caps: capsOf(options) }, common);
}

function verify(args: readonly string[], mounts: readonly Mount[]): void {
  if (args.length === 0) throw new Error('an exec needs arguments');
  const dests = mounts.map((mount) => mount.dest);
  const twice = dests.find((dest, position) => dests.indexOf(dest) !== position);
  if (twice !== undefined) throw new Error(`two mounts at ${twice}`);
  if (!mounts.some((mount) => mount.dest === '/' && mount.kind === 'bind')) {
    throw new Error('an exec needs a root: a bind mount at /');
  }
}

/** Numbers the outputs in the order of the mounts. A writable root always has one. */
function numberOutputs(mounts: readonly Mount[]): Map<Mount, number> {
  // Without an output, the daemon would mount a writable root itself, not a copy of it: PrepareMounts in
  // frontend/gateway/container/container.go. Go's client always adds the output.
  const isRoot = (mount: Mount) => mount.dest === '/' && mount.kind === 'bind' && !mount.readonly;
  const having = mounts.filter((mount) => hasOutput(mount) || isRoot(mount));
  return new Map(having.map((mount, index) => [mount, index]));
}

function execMessage(
  options: Exec,
  mounts: readonly Mount[],
  inputs: Inputs,
  outputs: ReadonlyMap<Mount, number>,
): pb.ExecOp.$Properties {
  return {
    meta: metaMessage(options),
    mounts: mounts.map((mount) => {
      const input = 'input' in mount ? inputs.number(mount.input) : -1;
      return mountMessage(mount, input, outputs.get(mount) ?? -1);
    }),
    network: { sandbox: pb.NetMode.UNSET, host: pb.NetMode.HOST, none: pb.NetMode.NONE }[
      options.network ?? 'sandbox'
    ],
    security: options.security === 'insecure' ? pb.SecurityMode.INSECURE : pb.SecurityMode.SANDBOX,
    secretenv: (options.secretEnv ?? []).map(({ id, name, optional }) => ({
      ID: id,
      name,
      optional: optional ?? null,
    })),
  };
}

function metaMessage(options: Exec): pb.Meta.$Properties {
  const { proxy } = options;
  return {
    args: [...options.args],
    env: environment(options.env ?? [], options.mounts),
    cwd: options.cwd ?? '/',
    user: options.user ?? null,
    hostname: options.hostname ?? null,
    extraHosts: (options.extraHosts ?? []).map(({ host, ip }) => ({ Host: host, IP: ip })),
    ulimit: (options.ulimits ?? []).map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
    cgroupParent: options.cgroupParent ?? null,
    validExitCodes: [...(options.validExitCodes ?? [])],
    // As in Go's client: folders created only as mount points are removed from the result.
    removeMountStubsRecursive: true,
    proxy_env:
      proxy === undefined
        ? null
        : {
            http_proxy: proxy.http ?? null,
            https_proxy: proxy.https ?? null,
            ftp_proxy: proxy.ftp ?? null,
            no_proxy: proxy.no ?? null,
            all_proxy: proxy.all ?? null,
          },
  };
}

/** Adds SSH_AUTH_SOCK for the first ssh socket, so that programs find it. */
function environment(env: readonly string[], mounts: readonly Mount[]): string[] {
  const socket = mounts.find((mount) => mount.kind === 'ssh');
  const known = env.some((line) => line.startsWith('SSH_AUTH_SOCK='));
  return socket === undefined || known ? [...env] : [...env, `SSH_AUTH_SOCK=${socket.dest}`];
}

function capsOf(options: Exec): Cap[] {
  const { network = 'sandbox', security = 'sandbox' } = options;
  return [
    'exec.meta.base',
    ...when(network !== 'sandbox', 'exec.meta.network'),
    ...when(security !== 'sandbox', 'exec.meta.security'),
    ...when(options.ulimits?.length, 'exec.meta.ulimit'),
    ...when(options.cgroupParent, 'exec.meta.cgroup.parent'),
    ...when(options.proxy, 'exec.meta.proxyenv'),
    ...when(options.validExitCodes?.length, 'exec.validexitcode'),
    ...when(options.secretEnv?.length, 'exec.mount.secret', 'exec.secretenv'),
    ...options.mounts.flatMap(mountCaps),
  ];
}

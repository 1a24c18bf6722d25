import { type Cap, when } from './caps.ts';
import { type Inputs, newInputs, newVertex } from './encode.ts';
import { ownImage } from './image.ts';
import { hasOutput, inOrder, type Mount, mountCaps, mountMessage } from './mount.ts';
import { pb } from './proto.ts';
import type { Common, Output, Platform, Vertex } from './vertex.ts';

/** A command in a container. */
export interface Exec {
  readonly args: readonly string[];
  /** `NAME=value`, part of the cache key, order included. The daemon adds a PATH if there is none. */
  readonly env?: readonly string[];
  /** `/` when absent. */
  readonly cwd?: string;
  /** A name or number, also `user:group`; names are looked up in the root. root when absent. */
  readonly user?: string;
  /** Decides about emulation and is part of the cache key; what the root holds does not. */
  readonly platform: Platform;
  /** `sandbox` when absent; `host` needs an entitlement. */
  readonly network?: 'sandbox' | 'host' | 'none';
  /** `sandbox` when absent; `insecure` needs an entitlement. */
  readonly security?: 'sandbox' | 'insecure';
  readonly hostname?: string;
  readonly extraHosts?: readonly { readonly host: string; readonly ip: string }[];
  readonly ulimits?: readonly { readonly name: string; readonly soft: number; readonly hard: number }[];
  readonly cgroupParent?: string;
  /** Variables that are no part of the cache key. */
  readonly proxy?: Proxy;
  /** 0 alone when absent. */
  readonly validExitCodes?: readonly number[];
  readonly secretEnv?: readonly { readonly id: string; readonly name: string; readonly optional?: boolean }[];
  /** The images among the mounts are vertices that no other step has: see `ownImage`. */
  readonly ownImages?: boolean;
  /** One of them at `/`. Their order does not count. */
  readonly mounts: readonly Mount[];
}

interface Proxy {
  readonly http?: string;
  readonly https?: string;
  readonly ftp?: string;
  readonly no?: string;
  readonly all?: string;
}

/** An exec, ready to be built upon. */
export interface Executed {
  /**
   * What the mount at `dest` holds when the exec has ended.
   * @throws {Error} if that mount has no output
   */
  output(dest: string): Output;
}

/**
 * Runs a command.
 * @throws {Error} for what the daemon would refuse: no arguments, no root, two mounts in one place
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

/** The outputs' numbers, in the order of the mounts. A writable root has one, also if nobody wants it. */
function numberOutputs(mounts: readonly Mount[]): Map<Mount, number> {
  // Without an output the daemon would mount a writable root as it is, not a copy of it: PrepareMounts in
  // frontend/gateway/container/container.go. Go's client cannot even say so.
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
    // As Go's client always does: folders made only to mount something there leave no trace in the result.
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

/** The variables, with that of the first ssh socket, which no program would find otherwise. */
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

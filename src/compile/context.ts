import type { Range } from '../imagefile/text/diagnostic.ts';
import { DEFAULT_PATH } from '../imagefile/values/default-path.ts';
import type { Exec, LinuxResources, Location, Output, Platform } from '../llb/index.ts';
import { exec, type Mount } from '../llb/index.ts';
import type { StepName } from '../protocol/steps.ts';
import { emulatorEnvironment, type StandIns } from './emulator.ts';

/** CompileContext is shared by every stage of the compilation for one platform. */
export interface CompileContext {
  /** The frontend's own image: debootstrap, apt, the keyrings and mib's programs are in it. */
  readonly builder: Output;
  /** Set with `--cache-from`: BuildKit finds a step in such a cache only if no other step uses the same image vertices. */
  readonly isImporting?: true;
  /** The worker's native platform. Every mib step runs on it. */
  readonly native: Platform;
  /** Set if the worker does not run the platform's programs natively. */
  readonly standIns?: StandIns;
  /** Set if the worker cannot run the platform's programs at all, not even emulated. Its checks are skipped. */
  readonly lacksEmulation?: true;
  /** Prefix of step names, e.g. `[linux/arm64] `; empty for a build of one platform. */
  readonly prefix: string;
  /** The build context, or only the files of it that the Imagefile names. */
  readonly buildContext: Output | undefined;
  /** The base image; if set, it replaces debootstrap's tree. */
  readonly base?: Output;
  /** The images that entries of `build` are built in, by the name of the entry. */
  readonly buildImages?: ReadonlyMap<string, Output>;
  /** Named contexts, by name. */
  readonly named: ReadonlyMap<string, Output>;
  /** Keys that sources must be signed by: the bytes, armored or binary, by the value of `key` in the Imagefile. */
  readonly keys: ReadonlyMap<string, Uint8Array>;
  /** Converts a range of the Imagefile to an LLB source location. */
  readonly locate: (at: Range) => Location;
  readonly ignoreCache: boolean;
  /** Proxy variables for steps with network. They are not part of the cache key. */
  readonly proxy?: NonNullable<Exec['proxy']>;
  /** The client's settings for containers that run commands of the Imagefile. */
  readonly container: ContainerSettings;
  /** Tells two builds of the same image apart; without it, the daemon would merge their steps. */
  readonly round?: 'first' | 'second';
}

/**
 * ContainerSettings are client settings for containers. Those that a program can observe are part of the cache key;
 * builds that set none share a cache.
 */
export interface ContainerSettings
  extends Pick<Exec, 'hostname' | 'extraHosts' | 'ulimits' | 'cgroupParent'> {
  /** Bytes in /dev/shm. */
  readonly shmSize?: number;
  /** Prefix of the ids of cache mounts. */
  readonly cacheNamespace?: string;
  readonly resources?: LinuxResources;
}

/** Step is a container to run. */
export interface Step {
  /** Shown while it runs. */
  readonly name: string;
  readonly mounts: readonly Mount[];
  /** Ranges of the Imagefile to show if it fails. */
  readonly at?: readonly Range[];
}

const STEP_ENVIRONMENT = ['DEBIAN_FRONTEND=noninteractive', 'LANG=C.UTF-8', `PATH=${DEFAULT_PATH}`];

/** Runs a step of src/steps in the builder, without network. Only its mounts can be outputs. */
export function inBuilder(context: CompileContext, program: StepName, step: Step) {
  return exec(
    {
      args: ['mib', program],
      env: STEP_ENVIRONMENT,
      cwd: '/',
      platform: context.native,
      network: 'none',
      ownImages: context.isImporting === true,
      ...marked(context),
      mounts: [
        { kind: 'bind', dest: '/', input: context.builder, output: false },
        { kind: 'tmpfs', dest: '/tmp' },
        ...step.mounts,
      ],
    },
    common(context, step.name, step.at),
  );
}

/** Runs a program with `tree` as the root and mib's tools mounted at /.mib; by default without network. */
export function inTree(
  context: CompileContext,
  tree: Output,
  step: Step & {
    readonly args: readonly string[];
    readonly env: readonly string[];
    readonly cwd: string;
    readonly user: string;
    readonly keep: boolean;
    /** Whether the Imagefile gives the command. */
    readonly isAsked: boolean;
    readonly network?: 'none' | 'sandbox';
    /** Variables set from the client's secrets. */
    readonly secretEnv?: Exec['secretEnv'];
  },
) {
  const { shmSize, resources, cacheNamespace: _, ...machine } = step.isAsked ? context.container : {};
  const { secretEnv = [], network = 'none' } = step;
  const isSecret = (line: string) => secretEnv.some(({ name }) => line.startsWith(`${name}=`));
  return exec(
    {
      args: step.args,
      env: [
        ...(step.isAsked ? emulatorEnvironment(context.standIns) : []),
        ...step.env.filter((line) => !isSecret(line)),
      ],
      secretEnv,
      cwd: step.cwd,
      user: step.user,
      platform: context.native,
      network,
      ...(network === 'none' || context.proxy === undefined ? {} : { proxy: context.proxy }),
      ...machine,
      ownImages: context.isImporting === true,
      ...marked(context),
      mounts: [
        { kind: 'bind', dest: '/', input: tree, output: step.keep },
        {
          kind: 'bind',
          dest: '/.mib',
          input: context.builder,
          selector: '/usr/lib/mib/tools',
          readonly: true,
        },
        ...(shmSize === undefined ? [] : [{ kind: 'tmpfs', dest: '/dev/shm', size: shmSize } as const]),
        ...step.mounts,
      ],
    },
    { ...common(context, step.name, step.at), ...(resources && { resources }) },
  );
}

/** Gives the second of two builds another cache key by stating the default exit code; no program can observe it. */
function marked(context: CompileContext): { validExitCodes?: readonly number[] } {
  return context.round === 'second' ? { validExitCodes: [0] } : {};
}

/** Returns the metadata that every operation has. */
export function common(context: CompileContext, name: string, at: readonly Range[] = []) {
  const settings = { name: context.prefix + name, locations: at.map(context.locate) };
  return context.ignoreCache ? { ...settings, ignoreCache: true } : settings;
}

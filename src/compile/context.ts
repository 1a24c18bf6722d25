import type { Range } from '../imagefile/text/diagnostic.ts';
import { DEFAULT_PATH } from '../imagefile/values/default-path.ts';
import type { Exec, LinuxResources, Location, Output, Platform } from '../llb/index.ts';
import { exec, type Mount } from '../llb/index.ts';
import type { StepName } from '../protocol/steps.ts';
import { emulatorEnvironment, type StandIns } from './emulator.ts';

/** What every stage has at hand while one platform is compiled. */
export interface CompileContext {
  /** The frontend's own image: debootstrap, apt, the keyrings and mib's programs are in it. */
  readonly builder: Output;
  /** A cache elsewhere is looked into, where a step is found only if nobody else has the images that it starts from. */
  readonly isImporting?: true;
  /** What the worker runs natively; every step of ours runs on it. */
  readonly native: Platform;
  /** Set where the machine does not run the platform's programs by itself. */
  readonly standIns?: StandIns;
  /** Nothing here runs the platform's programs: its checks are not run. */
  readonly lacksEmulation?: true;
  /** Before the name of each step, e.g. `[linux/arm64] `; empty for a build of one platform. */
  readonly prefix: string;
  /** The build context, or what of it the Imagefile names. */
  readonly buildContext: Output | undefined;
  /** What is built upon, in place of debootstrap's tree. */
  readonly base?: Output;
  /** Other contexts that it copies from, by name. */
  readonly named: ReadonlyMap<string, Output>;
  /** Keys that sources must be signed by, as they were given, by what the Imagefile says for them. */
  readonly keys: ReadonlyMap<string, Uint8Array>;
  /** Where a range of the Imagefile is, in the terms of LLB. */
  readonly locate: (at: Range) => Location;
  readonly ignoreCache: boolean;
  /** Variables for what may use the network; they change no result. */
  readonly proxy?: NonNullable<Exec['proxy']>;
  /** What the client wants of the containers that run the Imagefile's own commands. */
  readonly container: ContainerSettings;
  /** Which of two builds of the same this is, so that the daemon does not take their steps for the same. */
  readonly round?: 'first' | 'second';
}

/** Part of the cache key as far as a program can see it, so that who asks for nothing shares what others built. */
export interface ContainerSettings
  extends Pick<Exec, 'hostname' | 'extraHosts' | 'ulimits' | 'cgroupParent'> {
  /** Bytes in /dev/shm. */
  readonly shmSize?: number;
  /** Prefix of the ids of cache mounts. */
  readonly cacheNamespace?: string;
  readonly resources?: LinuxResources;
}

/** A step, and the name a person sees while it runs. */
export interface Step {
  readonly name: string;
  readonly mounts: readonly Mount[];
  /** Lines of the Imagefile that are shown when it fails. */
  readonly at?: readonly Range[];
}

const STEP_ENVIRONMENT = ['DEBIAN_FRONTEND=noninteractive', 'LANG=C.UTF-8', `PATH=${DEFAULT_PATH}`];

/** Runs a step of src/steps in the builder, without network. Only its mounts come out of it. */
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

/** Runs a program with `tree` as the root, without network unless it asks for it; mib's own tools lie below /.mib. */
export function inTree(
  context: CompileContext,
  tree: Output,
  step: Step & {
    readonly args: readonly string[];
    readonly env: readonly string[];
    readonly cwd: string;
    readonly user: string;
    readonly keep: boolean;
    /** The command is one of the Imagefile's. */
    readonly isAsked: boolean;
    readonly network?: 'none' | 'sandbox';
    /** Variables whose values the client provides. */
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

/** Says what holds anyway, but in other words: no program can see which of two builds it runs in. */
function marked(context: CompileContext): { validExitCodes?: readonly number[] } {
  return context.round === 'second' ? { validExitCodes: [0] } : {};
}

/** Settings that every operation shares. */
export function common(context: CompileContext, name: string, at: readonly Range[] = []) {
  const settings = { name: context.prefix + name, locations: at.map(context.locate) };
  return context.ignoreCache ? { ...settings, ignoreCache: true } : settings;
}

/**
 * The graph: vertices, and edges between them.
 *
 * A vertex is encoded as soon as it is made, once. Its inputs are made before it, so their digests are known, and from then
 * on a vertex *is* its bytes and their digest: nothing can change it, equal ones are recognised, and no graph is too deep.
 */
import { createHash } from 'node:crypto';
import type { Cap } from './caps.ts';
import { pb } from './proto.ts';
import { sorted } from './sorted.ts';

/** A step of the build. Made by the functions of this folder only. */
export interface Vertex {
  /** `sha256:…` of `bytes`. */
  readonly digest: string;
  /** The encoded Op. */
  readonly bytes: Uint8Array;
  readonly inputs: readonly Output[];
  /** Not part of the digest. */
  readonly metadata: pb.OpMetadata.$Properties;
  readonly places: readonly Place[];
}

/** A tree of files that a vertex makes; an exec makes one for each writable mount. */
export interface Output {
  readonly vertex: Vertex;
  readonly index: number;
}

/** A tree of files. `undefined` is the empty one, "scratch". */
export type Tree = Output | undefined;

export const scratch: Tree = undefined;

/** As in an image config, OCI Image Specification v1.1 (config.md); normalised: no variant for amd64 and arm64. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
}

/** Lines count from 1, characters from 0; `end` is inclusive, and an end before its start means one line. */
export interface Location {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** Places in the file that `marshal` gets or, in a graph made elsewhere, in a file of its own. */
export interface Place {
  readonly source?: pb.SourceInfo.$Properties;
  readonly locations: readonly Location[];
}

/** What can be said of every op without changing its digest. */
export interface Common {
  /** The line a person sees while it runs. */
  readonly name?: string;
  /** Ops of one group are shown as one line; a weak group gives way to its members' own. */
  readonly group?: { readonly id: string; readonly name: string; readonly weak?: boolean };
  /** The lines that asked for it: shown with an error, recorded in the provenance. */
  readonly locations?: readonly Location[];
  readonly description?: Readonly<Record<string, string>>;
  readonly ignoreCache?: boolean;
  /** Whether a cache export takes its result; the daemon decides when absent. */
  readonly exportCache?: boolean;
  /** Limits of a container; they change no cache key. */
  readonly resources?: LinuxResources;
}

/** cgroup limits: bytes, relative shares, microseconds, and lists such as `0-3`. */
export interface LinuxResources {
  readonly memory?: number;
  readonly memorySwap?: number;
  readonly cpuShares?: number;
  readonly cpuPeriod?: number;
  readonly cpuQuota?: number;
  readonly cpusetCpus?: string;
  readonly cpusetMems?: string;
}

/** The inputs of a vertex to be, in the order of their first use. */
export interface Inputs {
  readonly outputs: readonly Output[];
  /** The number of `tree` among them; -1 for the empty one. */
  number(tree: Tree): number;
}

/** @returns inputs that give one number to equal edges, as Go's client does. */
export function newInputs(): Inputs {
  const outputs: Output[] = [];
  const numbers = new Map<string, number>();
  return {
    outputs,
    number(tree) {
      if (tree === undefined) return -1;
      const edge = `${tree.vertex.digest} ${tree.index}`;
      const known = numbers.get(edge);
      if (known !== undefined) return known;
      numbers.set(edge, outputs.length);
      return outputs.push(tree) - 1;
    },
  };
}

/** What distinguishes one vertex from another. */
interface Parts {
  readonly inputs: readonly Output[];
  /** Only for what differs by platform: images and execs. Others are shared between platforms. */
  readonly platform?: Platform;
  /** The one member of Op's oneof, for example `{ exec: … }`. */
  readonly op: pb.Op.$Properties;
  readonly caps: readonly Cap[];
}

/**
 * Encodes a vertex the way Go's deterministic marshalling does: a daemon since v0.18 encodes every op anew, and what it is
 * told by digest (names, places in the source) is lost unless both agree. Go writes the members of a oneof after all other
 * fields; protobufjs goes by number alone, hence the two steps. See client/llb/marshal.go and moby/buildkit#5517.
 */
export function newVertex(parts: Parts, common: Common = {}): Vertex {
  const { platform } = parts;
  const writer = pb.Op.encode({
    inputs: parts.inputs.map(edge),
    platform: platform === undefined ? null : platformMessage(platform),
    constraints: {},
  });
  const bytes = pb.Op.encode(parts.op, writer).finish();
  return {
    digest: digestOf(bytes),
    bytes,
    inputs: parts.inputs,
    metadata: metadataOf(parts.caps, common),
    places: common.locations?.length ? [{ locations: common.locations }] : [],
  };
}

/** `sha256:` and the hexadecimal digest of `bytes`. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** An edge, as an Op names it. */
export function edge({ vertex, index }: Output): pb.Input.$Properties {
  return { digest: vertex.digest, index };
}

/** A platform, as an Op and a request name it. */
export function platformMessage(platform: Platform): pb.Platform.$Properties {
  return {
    OS: platform.os,
    Architecture: platform.architecture,
    Variant: platform.variant ?? null,
    OSVersion: platform.osVersion ?? null,
  };
}

function metadataOf(caps: readonly Cap[], common: Common): pb.OpMetadata.$Properties {
  const { name, group, exportCache, resources } = common;
  const all = resources === undefined ? caps : [...caps, 'exec.meta.linux.resources'];
  return {
    ignore_cache: common.ignoreCache ?? null,
    description: sorted({ ...common.description, ...(name === undefined ? {} : { 'llb.customname': name }) }),
    export_cache: exportCache === undefined ? null : { Value: exportCache },
    caps: sorted(Object.fromEntries(all.map((cap) => [cap, true]))),
    progress_group: group ?? null,
    linux_resources: resources ?? null,
  };
}

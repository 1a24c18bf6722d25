import { createHash } from 'node:crypto';
import type { Cap } from './caps.ts';
import { pb } from './proto.ts';
import { sorted } from './sorted.ts';
import type { Common, Output, Place, Platform, Tree, Vertex } from './vertex.ts';

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
      const key = `${tree.vertex.digest} ${tree.index}`;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, outputs.length);
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
    places: placesOf(common),
  };
}

function placesOf({ locations = [], note }: Common): Place[] {
  const own = locations.length === 0 ? [] : [{ locations }];
  if (note === undefined) return own;
  const data = new TextEncoder().encode(`${note.line}\n`);
  const start = { line: 1, character: 0 };
  // Clients show the last first.
  return [{ source: { filename: note.filename, data }, locations: [{ start, end: start }] }, ...own];
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
function platformMessage(platform: Platform): pb.Platform.$Properties {
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

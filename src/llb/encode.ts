import { createHash } from 'node:crypto';
import type { Cap } from './caps.ts';
import { pb } from './proto.ts';
import { sorted } from './sorted.ts';
import type { Common, Output, Place, Platform, Tree, Vertex } from './vertex.ts';

/** Inputs collects the inputs of a new vertex, in the order of their first use. */
export interface Inputs {
  readonly outputs: readonly Output[];
  /** Returns the index of `tree`, which is added if new; -1 for the empty tree. */
  number(tree: Tree): number;
}

/** Returns inputs in which equal edges share an index, as in Go's client. */
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

/** Parts determine the digest of a vertex. */
interface Parts {
  readonly inputs: readonly Output[];
  /** Only for ops that differ by platform: images and execs. Others are shared between platforms. */
  readonly platform?: Platform;
  /** One member of Op's oneof, for example `{ exec: … }`. */
  readonly op: pb.Op.$Properties;
  readonly caps: readonly Cap[];
}

/**
 * Encodes a vertex like Go's deterministic marshalling: daemons since v0.18 encode every op again, and lose metadata keyed
 * by digest (names, places in the source) if the bytes differ. Go writes the members of a oneof after all other fields,
 * protobufjs in the order of numbers, hence the two steps. See client/llb/marshal.go and moby/buildkit#5517.
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
  // Clients show the last location first.
  return [{ source: { filename: note.filename, data }, locations: [{ start, end: start }] }, ...own];
}

/** Returns `sha256:` and the hexadecimal digest of `bytes`. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Returns an edge as a message. */
export function edge({ vertex, index }: Output): pb.Input.$Properties {
  return { digest: vertex.digest, index };
}

/** Returns a platform as a message. */
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

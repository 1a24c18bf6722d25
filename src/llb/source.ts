import type { Cap } from './caps.ts';
import { newVertex } from './encode.ts';
import { pb } from './proto.ts';
import { sorted } from './sorted.ts';
import type { Common, Output, Platform } from './vertex.ts';

/** Attributes of a source; undefined ones are omitted. */
export type Attributes = Readonly<Record<string, string | undefined>>;

interface Source {
  /** With its scheme. */
  readonly identifier: string;
  /** Named in solver/pb/attr.go. */
  readonly attributes: Attributes;
  readonly caps: readonly Cap[];
  /** Only for images. */
  readonly platform?: Platform;
}

/** Returns a source: one vertex without inputs, with one output. */
export function source({ identifier, attributes, caps, platform }: Source, common?: Common): Output {
  const attrs = Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const op = { source: { identifier, attrs: sorted(attrs) } };
  const parts = { inputs: [], op, caps, ...(platform === undefined ? {} : { platform }) };
  return { vertex: newVertex(parts, common), index: 0 };
}

/** Returns the source of a vertex. Requests to the daemon about a source must use exactly this message. */
export function sourceOf({ vertex }: Output): pb.SourceOp.$Properties {
  const { source: asked } = pb.Op.decode(vertex.bytes);
  if (!asked) throw new Error('this vertex is not a source');
  return asked;
}

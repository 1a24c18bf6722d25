import { digestOf } from './encode.ts';
import { pb } from './proto.ts';
import type { Location, Output, Place, Tree, Vertex } from './vertex.ts';

/**
 * Embeds a graph made elsewhere: a named context prepared by another frontend, or the frontend's own image, which BuildKit
 * provides as /run/config/buildkit/metadata/frontend.bin. Its ops keep their bytes, so that the daemon recognises them.
 * @throws {Error} if an op uses one that does not come before it
 */
export function embed(definition: pb.Definition.$Properties): Tree {
  const ops = (definition.def ?? []).map((bytes) => ({ bytes, inputs: pb.Op.decode(bytes).inputs }));
  const vertices = new Map<string, Vertex>();
  const outputOf = ({ digest, index }: pb.Input.$Properties): Output => {
    const vertex = vertices.get(digest ?? '');
    if (vertex === undefined) throw new Error(`a definition uses ${digest}, which does not come before`);
    return { vertex, index: index ?? 0 };
  };
  for (const { bytes, inputs } of ops.slice(0, -1)) {
    const digest = digestOf(bytes);
    vertices.set(digest, {
      digest,
      bytes,
      inputs: inputs.map(outputOf),
      metadata: definition.metadata?.[digest] ?? {},
      places: placesOf(definition, digest),
    });
  }
  const result = ops.at(-1)?.inputs[0];
  return result === undefined ? undefined : outputOf(result);
}

function placesOf({ Source }: pb.Definition.$Properties, digest: string): Place[] {
  const infos = Source?.infos ?? [];
  return (Source?.locations?.[digest]?.locations ?? []).flatMap(({ sourceIndex, ranges }) => {
    const source = infos[sourceIndex ?? 0];
    return source === undefined ? [] : [{ source, locations: (ranges ?? []).map(location) }];
  });
}

function location({ start, end }: pb.Range.$Properties): Location {
  return { start: position(start), end: position(end) };
}

function position(at: pb.Position.$Properties | null | undefined) {
  return { line: at?.line ?? 0, character: at?.character ?? 0 };
}

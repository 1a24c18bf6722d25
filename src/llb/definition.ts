import type { Cap } from './caps.ts';
import { digestOf, edge } from './encode.ts';
import { pb } from './proto.ts';
import { sorted } from './sorted.ts';
import type { Place, Tree, Vertex } from './vertex.ts';

/** SourceFile is the file that locations refer to. */
export interface SourceFile {
  /** As the user gave it. */
  readonly filename: string;
  readonly data: Uint8Array;
  /** Name of its language as in Linguist, e.g. `YAML`. */
  readonly language: string;
  /** How the file was loaded. */
  readonly definition?: pb.Definition.$Properties;
}

/** Marshalled is an encoded graph. */
export interface Marshalled {
  /** For SolveRequest.Definition; has no fields for the empty tree. */
  readonly definition: pb.Definition.$Properties;
  /** Digest of the vertex whose output is the result, to which warnings can be attached. */
  readonly digest?: string;
}

/**
 * Encodes the graph of `tree`, inputs first. Vertices with the same digest are merged, with all their names and places.
 * @param file adds a source map. Leave it out for graphs that the frontend itself evaluates: an error then returns the whole
 * file in one header, and Node's HTTP/2 fails above 64 KiB.
 */
export function marshal(tree: Tree, file?: SourceFile): Marshalled {
  if (tree === undefined) return { definition: {} };
  const vertices = inputsFirst(tree.vertex);
  const result = pb.Op.encode({ inputs: [edge(tree)] }).finish();
  const metadata = mergeMetadata(vertices);
  const definition = {
    def: [...new Map(vertices.map((vertex) => [vertex.digest, vertex.bytes])).values(), result],
    metadata: sorted({ ...metadata, [digestOf(result)]: { caps: resultCaps(Object.values(metadata)) } }),
    Source: file === undefined ? null : sourceMap(vertices, file),
  };
  return { definition, digest: tree.vertex.digest };
}

/** Returns every vertex under `root`, after its inputs. Not recursive: a chain may be longer than the stack. */
function inputsFirst(root: Vertex): Vertex[] {
  const seen = new Set<Vertex>([root]);
  const path = [{ vertex: root, next: 0 }];
  const done: Vertex[] = [];
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const input = top.vertex.inputs[top.next++]?.vertex;
    if (input === undefined) {
      done.push(top.vertex);
      path.pop();
    } else if (!seen.has(input)) {
      seen.add(input);
      path.push({ vertex: input, next: 0 });
    }
  }
  return done;
}

/** Merges the metadata by digest. As in Go's client, the later name wins. */
function mergeMetadata(vertices: readonly Vertex[]): Record<string, pb.OpMetadata.$Properties> {
  const merged: Record<string, pb.OpMetadata.$Properties> = {};
  for (const { digest, metadata } of vertices) {
    const other = merged[digest];
    merged[digest] = other === undefined ? metadata : mergeTwo(other, metadata);
  }
  return merged;
}

function mergeTwo(one: pb.OpMetadata.$Properties, two: pb.OpMetadata.$Properties): pb.OpMetadata.$Properties {
  return {
    ignore_cache: one.ignore_cache || two.ignore_cache || null,
    description: sorted({ ...one.description, ...two.description }),
    export_cache: two.export_cache ?? one.export_cache ?? null,
    caps: sorted({ ...one.caps, ...two.caps }),
    progress_group: two.progress_group ?? one.progress_group ?? null,
    linux_resources: two.linux_resources ?? one.linux_resources ?? null,
  };
}

/** Returns the caps of the whole graph, which are recorded with its last op. */
function resultCaps(all: readonly pb.OpMetadata.$Properties[]): Record<string, boolean> {
  const used: Partial<Record<Cap, boolean>> = {
    constraints: true,
    'meta.description': all.some((metadata) => Object.keys(metadata.description ?? {}).length > 0),
    'meta.exportcache': all.some((metadata) => metadata.export_cache != null),
    'meta.ignorecache': all.some((metadata) => metadata.ignore_cache),
    platform: true,
  };
  return Object.fromEntries(Object.entries(used).filter(([, isUsed]) => isUsed));
}

function sourceMap(vertices: readonly Vertex[], file: SourceFile): pb.Source.$Properties {
  const own: pb.SourceInfo.$Properties = {
    filename: file.filename,
    data: file.data,
    language: file.language,
    definition: file.definition ?? null,
  };
  const infos = [own];
  const indexOf = (source: pb.SourceInfo.$Properties) => {
    const index = infos.indexOf(source);
    return index === -1 ? infos.push(source) - 1 : index;
  };
  const locations: Record<string, { locations: pb.Location.$Properties[] }> = {};
  for (const { digest, places } of vertices) {
    locations[digest] ??= { locations: [] };
    for (const place of places) {
      const location = { sourceIndex: indexOf(place.source ?? own), ranges: rangesOf(place) };
      if (!locations[digest].locations.some(same(location))) locations[digest].locations.push(location);
    }
  }
  return { locations: sorted(locations), infos };
}

function rangesOf(place: Place): pb.Range.$Properties[] {
  return place.locations.map(({ start, end }) => ({ start: { ...start }, end: { ...end } }));
}

function same(one: pb.Location.$Properties): (two: pb.Location.$Properties) => boolean {
  const text = JSON.stringify(one);
  return (two) => JSON.stringify(two) === text;
}

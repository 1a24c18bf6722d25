import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { marshal } from '../../../src/llb/index.ts';
import { pb } from '../../../src/llb/proto.ts';
import { cases, imagefile } from './cases.ts';

/** What generator/main.go wrote; bytes are base64. */
interface Graph {
  readonly def: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly source?: string;
}

const vectors: { readonly graphs: Readonly<Record<string, Graph>> } = JSON.parse(
  readFileSync(new URL('vectors.json', import.meta.url), 'utf8'),
);

/**
 * Caps that Go's client leaves out although the op needs them: it looks at the actions of a file op before it has collected
 * them (client/llb/fileop.go, Marshal), and has no line for the others.
 */
const FORGOTTEN = [
  'exec.meta.cgroup.parent',
  'exec.mount.bind.readwrite-nooutput',
  'file.copy.alwaysreplaceexistingdestpaths',
  'file.copy.includeexcludepatterns',
  'file.copy.modestring',
  'file.copy.requiredpaths',
  'file.rm.wildcard',
  'file.symlink.create',
];

describe("the graphs of BuildKit's own client", () => {
  const ours = cases();

  test('are the ones that are compared', () => {
    expect(Object.keys(ours).sort()).toEqual(Object.keys(vectors.graphs).sort());
  });

  test.each(Object.entries(vectors.graphs))('%s', (name, theirs) => {
    const { definition } = marshal(ours[name], theirs.source === undefined ? undefined : imagefile);

    // The order of ops that do not need one another is free.
    const base64 = (definition.def ?? []).map((bytes) => Buffer.from(bytes).toString('base64'));
    expect([...base64].sort()).toEqual([...theirs.def].sort());
    expect(base64.at(-1)).toBe(theirs.def.at(-1));

    expect(Object.keys(definition.metadata ?? {})).toEqual(Object.keys(theirs.metadata).sort());
    for (const [digest, metadata] of Object.entries(definition.metadata ?? {})) {
      const expected = pb.OpMetadata.decode(Buffer.from(theirs.metadata[digest] ?? '', 'base64'));
      const forgotten = Object.keys(metadata.caps ?? {}).filter((cap) => FORGOTTEN.includes(cap));
      for (const cap of forgotten) expected.caps[cap] = true;
      expect(canonical(metadata)).toEqual(canonical(expected));
    }

    const source = definition.Source;
    expect(
      source == null ? undefined : Buffer.from(pb.Source.encode(source).finish()).toString('base64'),
    ).toBe(theirs.source);
  });
});

function canonical(metadata: pb.OpMetadata.$Properties): unknown {
  const decoded = pb.OpMetadata.decode(pb.OpMetadata.encode(metadata).finish());
  return JSON.parse(JSON.stringify(decoded));
}

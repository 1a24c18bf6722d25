import type { Source } from '../imagefile/spec.ts';
import type { Output } from '../llb/index.ts';
import type { Build, Deb, Plan } from '../plan/plan.ts';
import { STEPS } from '../protocol/steps.ts';
import type { BuiltFrom, BuiltSource, FetchedDeb, SbomRequest } from '../sbom/request.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { outputMount, request, treeMount } from './step-mounts.ts';

/** Described holds the facts for an SBOM that are not in the plan. */
export interface Described {
  /** The image's name. */
  readonly name: string;
  /** The resolved commits of git sources, by the name of the build. */
  readonly commits: ReadonlyMap<string, string>;
  readonly isImage: boolean;
  /** The SBOM of another platform of this build; nothing is copied from it. */
  readonly previous?: Output | undefined;
}

/**
 * Describes the exported files. The result holds `sbom.spdx.json`.
 * @param output the tree of the image, or of a report about it
 */
export function sbom(
  context: CompileContext,
  plan: Plan,
  output: Output,
  { name, commits, isImage, previous }: Described,
): Output {
  const { bootstrap, below, install, tools, config } = plan;
  const debs = [...(bootstrap?.packages ?? []), ...install.packages, ...(tools === undefined ? [] : [tools])];
  const wanted: SbomRequest = {
    name,
    created: config.created,
    suite: (bootstrap ?? below)?.suite ?? '',
    debs: debs.map(fetched),
    builds: plan.builds.map((build) => builtFrom(context, build, commits.get(build.name))),
    ...(below === undefined || !isImage ? {} : { below: baseImageOf(below) }),
  };
  const { places, order } = STEPS.sbom;
  const run = inBuilder(context, 'sbom', {
    name: 'write the SBOM',
    mounts: [
      request(context, 'sbom', wanted),
      treeMount(places.image, output),
      outputMount(places.out),
      ...(previous === undefined ? [] : [treeMount(order.previous, previous)]),
    ],
  });
  return run.output(places.out);
}

function fetched({ name, version, origin, file, url, sha256 }: Deb): FetchedDeb {
  return { name, version, origin, file, url, sha256 };
}

function baseImageOf({ name, digest }: NonNullable<Plan['below']>): NonNullable<SbomRequest['below']> {
  return { name, ...(digest === undefined ? {} : { digest }) };
}

function builtFrom(context: CompileContext, build: Build, commit: string | undefined): BuiltFrom {
  const { name, source, output, packages } = build;
  // A client may replace the source by a context of its own, which others cannot fetch.
  const from = context.named.has(name) ? undefined : sourceOf(source, commit);
  return {
    name,
    ...(from === undefined ? {} : { source: from }),
    outputs: output.map(({ to }) => to),
    debs: packages.packages.map(fetched),
  };
}

function sourceOf(source: Source, commit: string | undefined): BuiltSource | undefined {
  if (source.kind === 'http') return { kind: 'http', url: source.url, sha256: source.sha256 };
  if (source.kind === 'context' || commit === undefined) return undefined;
  const { url, ref } = source;
  return { kind: 'git', url, ...(ref === undefined ? {} : { ref }), commit };
}

import type { Source } from '../imagefile/spec.ts';
import type { Output } from '../llb/index.ts';
import type { Build, Deb, Plan } from '../plan/plan.ts';
import { STEPS } from '../protocol/steps.ts';
import type { BuiltFrom, BuiltSource, FetchedDeb, SbomRequest } from '../sbom/request.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { outputMount, request, treeMount } from './step-mounts.ts';

/** What of an SBOM no plan says. */
export interface Described {
  /** What people call the image. */
  readonly name: string;
  /** What the repositories of builds are at, by the names of the builds. */
  readonly commits: ReadonlyMap<string, string>;
  readonly isImage: boolean;
}

/**
 * Describes what is exported. The result has `sbom.spdx.json`.
 * @param output the tree of the image, or of a report of it
 */
export function sbom(
  context: CompileContext,
  plan: Plan,
  output: Output,
  { name, commits, isImage }: Described,
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
  const { places } = STEPS.sbom;
  const run = inBuilder(context, 'sbom', {
    name: 'list what is in the image',
    mounts: [request(context, 'sbom', wanted), treeMount(places.image, output), outputMount(places.out)],
  });
  return run.output(places.out);
}

function fetched({ name, version, file, url, sha256 }: Deb): FetchedDeb {
  return { name, version, file, url, sha256 };
}

function baseImageOf({ name, digest }: NonNullable<Plan['below']>): NonNullable<SbomRequest['below']> {
  return { name, ...(digest === undefined ? {} : { digest }) };
}

function builtFrom(context: CompileContext, build: Build, commit: string | undefined): BuiltFrom {
  const { name, source, output, packages } = build;
  // What the client gives in its place, nobody else may have.
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

import { sbom } from '../../src/compile/sbom.ts';
import { marshal, type Output } from '../../src/llb/index.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { resolveCommits } from '../context/git-sources.ts';
import { namedContexts } from '../context/named-context.ts';
import type { Attestation } from '../gateway/result.ts';
import type { Options } from '../options/options.ts';
import { compileContextOf } from '../project/compile-context.ts';
import type { PlatformProject } from '../project/platform-project.ts';
import type { Project } from '../project/project.ts';
import type { Link } from './chain.ts';

/** The predicate type. The daemon runs no generator if a result has an attestation of it (`solver/llbsolver/proc/sbom.go`). */
const SPDX = 'https://spdx.dev/Document';

/** Reports whether the client wants an SBOM of mib. If it names a generator, the daemon runs that one instead. */
export function wantsSbom({ attest }: Pick<Options, 'attest'>): boolean {
  return attest.get('sbom')?.has('generator') === false;
}

/**
 * Returns a lazy SBOM of a platform's output, if the client wants one.
 * @param link to the SBOMs of the other platforms: each takes the previous one, as images do
 */
export async function sbomOf(
  on: PlatformProject,
  built: { readonly plan: Plan; readonly output: Output },
  link: Link<Output>,
): Promise<readonly Attestation[]> {
  const { session, project, platform } = on;
  const { bridge, options } = session;
  if (!wantsSbom(options)) return [];
  bridge.gateway.require('reference.attestations', 'attach an SBOM');
  const { plan, output } = built;
  const { spec, entrypoint, variant } = project;
  const named = await namedContexts(session, spec, platform);
  const compileContext = { ...compileContextOf(on), named };
  const fetched = plan.builds.filter(({ name }) => !named.has(name));
  const commits = await resolveCommits(bridge, compileContext, fetched);
  const isImage = variant !== 'report';
  const described = { name: nameOf(project), commits, isImage, previous: await link.previous };
  const document = sbom(compileContext, plan, output, described);
  link.pass(document);
  const { definition } = marshal(document, entrypoint.source);
  const ref = await bridge.solve({ definition });
  if (ref === undefined) throw new Error('BuildKit has no result for the SBOM');
  return [
    {
      kind: 0,
      metadata: { reason: Buffer.from('sbom') },
      ref: { id: ref.id },
      path: '/sbom.spdx.json',
      inTotoPredicateType: SPDX,
      inTotoSubjects: [{ kind: 0, name: '_' }],
    },
  ];
}

/** Returns the name that the image is published under, or else that of its program. */
function nameOf({ spec }: Project): string {
  return spec.image?.value ?? spec.entry?.value[0]?.split('/').at(-1) ?? 'image';
}

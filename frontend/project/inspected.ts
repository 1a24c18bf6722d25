import type { Spec } from '../../src/imagefile/spec.ts';
import type { Project } from './project.ts';
import type { Target } from './target.ts';

/**
 * Returns the project as a question about its tree sees it. A base image that is kept whole (`prune: none`) is inspected as if
 * it were pruned, so that the answer shows what its checks do not need. No image is made of that.
 */
export function inspected(project: Project): Project {
  const targetFor = [...project.targetFor].map(([platform, target]): [string, Target] => [
    platform,
    { ...target, spec: pruned(target.spec) },
  ]);
  return { ...project, spec: pruned(project.spec), targetFor: new Map(targetFor) };
}

function pruned(spec: Spec): Spec {
  return spec.from !== undefined && spec.prune === 'none' ? { ...spec, prune: 'modules' } : spec;
}

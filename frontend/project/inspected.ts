import { inheritConfig } from '../../src/plan/base-image.ts';
import type { Project } from './project.ts';

/** Reports whether a project keeps a base image whole, so that a question about it is what to leave out. */
function isKeptWhole({ spec }: Project): boolean {
  return spec.from !== undefined && spec.prune === 'none';
}

/** Returns the project as questions about its tree see it; `PlanOptions.isInspected` explains. */
export function inspected(project: Project): Project {
  return isKeptWhole(project) ? { ...project, isInspected: true } : project;
}

/** Returns the target to lint. With a base image that is kept whole, it is that image, with its own configuration. */
export function linted(project: Project): Project {
  const [base] = project.baseImages.values();
  if (!isKeptWhole(project)) return project;
  const spec = inheritConfig(project.spec, base);
  const { entry, from, command } = spec;
  // The command of an image is what it starts, if it has no entrypoint.
  const starts =
    entry ?? (from === undefined || command.length === 0 ? undefined : { value: command, at: from.at });
  return { ...project, spec: { ...spec, ...(starts && { entry: starts }) } };
}

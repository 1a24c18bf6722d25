import { posix } from 'node:path';
import { reportPage } from '../../src/compile/report.ts';
import type { Output } from '../../src/llb/index.ts';
import { UserError } from '../errors/user-error.ts';
import type { Session } from '../gateway/session.ts';
import type { Platform } from '../options/platform.ts';
import { compileContextOf } from '../project/compile-context.ts';
import type { Project } from '../project/project.ts';
import { publishedImage } from '../resolve/baseline.ts';
import type { Link } from './chain.ts';
import type { CompiledProject } from './compile-project.ts';

/**
 * Returns what is exported for a platform: the image, or the report about it.
 * @param link to the other platforms of the build; a report needs none of theirs
 * @throws {UserError}
 */
export async function outputOf(
  session: Session,
  project: Project,
  platform: Platform,
  compiled: CompiledProject,
  link: Link<Output>,
): Promise<Output> {
  if (project.variant === 'report') {
    link.pass();
    return report(session, project, platform, compiled);
  }
  const image = compiled.image(await link.previous);
  link.pass(image);
  return image;
}

/** What the target `report` hands out. */
async function report(
  session: Session,
  project: Project,
  platform: Platform,
  { plan, report, ...trees }: CompiledProject,
): Promise<Output> {
  if (report === undefined) throw noReport(project);
  const { spec, entrypoint } = project;
  const name = spec.image?.value ?? posix.basename(spec.entry?.value[0] ?? entrypoint.file.name);
  const published = await publishedImage(session, platform, entrypoint.file);
  return reportPage(
    compileContextOf(session, project, platform),
    plan,
    { ...trees, report },
    name,
    published,
  );
}

function noReport({ entrypoint }: Project): UserError {
  const message = 'target "report" does not exist where everything is kept ("prune: none")';
  return new UserError([{ code: 'unknown-target', message }], entrypoint.file);
}

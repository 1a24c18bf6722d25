import { posix } from 'node:path';
import { reportPage } from '../../src/compile/report.ts';
import type { Output } from '../../src/llb/index.ts';
import { UserError } from '../errors/user-error.ts';
import { compileContextOf } from '../project/compile-context.ts';
import { publishedImage } from '../resolve/baseline.ts';
import type { PlatformBuild } from '../resolve/choose.ts';
import type { Link } from './chain.ts';
import type { CompiledProject } from './compile-project.ts';

/**
 * Returns what is exported for a platform: the image, or the report about it.
 * @param link to the other platforms of the build: each output takes the previous one, see `Compiled`
 * @throws {UserError}
 */
export async function outputOf(
  build: PlatformBuild,
  compiled: CompiledProject,
  link: Link<Output>,
): Promise<Output> {
  const previous = await link.previous;
  const isReport = build.project.variant === 'report';
  const output = isReport ? await report(build, compiled, previous) : compiled.image(previous);
  link.pass(output);
  return output;
}

/** Makes the page of the target `report`. */
async function report(
  build: PlatformBuild,
  { plan, report, ...trees }: CompiledProject,
  previous: Output | undefined,
): Promise<Output> {
  if (report === undefined) throw noReport();
  const { spec, entrypoint } = build.project;
  const name = spec.image?.value ?? posix.basename(spec.entry?.value[0] ?? entrypoint.file.name);
  const published = await publishedImage(build.session, build.platform);
  return reportPage(compileContextOf(build), plan, { ...trees, report }, { name, published, previous });
}

function noReport(): UserError {
  const message = 'target "report" does not exist with "prune: none", which keeps everything';
  return new UserError([{ code: 'unknown-target', message }]);
}

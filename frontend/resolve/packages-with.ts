import { lookUpFiles } from '../../src/compile/contents.ts';
import { inRelease } from '../../src/compile/indexes.ts';
import { suiteArchives } from '../../src/debian/archive.ts';
import type { ContentsAnswer } from '../../src/debian/contents.ts';
import { contentsIndex, type IndexFile, parseRelease } from '../../src/debian/release.ts';
import { readText } from '../gateway/read-text.ts';
import { architectureOf, evaluationContext } from '../project/compile-context.ts';
import type { PlatformProject } from '../project/platform-project.ts';
import { mirrorFor } from './mirror.ts';

/**
 * Finds the packages of the suite that have libraries or programs. It is used only after something is missing, because the
 * list of all files is large. If that list cannot be read, the result is empty.
 */
export async function packagesWith(
  on: PlatformProject,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (names.length === 0) return new Map();
  const text = await lookUp(on, names).catch(() => undefined);
  const { packages }: ContentsAnswer = text === undefined ? { packages: {} } : JSON.parse(text);
  return new Map(Object.entries(packages).filter(([, found]) => found.length > 0));
}

async function lookUp(on: PlatformProject, names: readonly string[]): Promise<string | undefined> {
  const { session, project, platform } = on;
  const { bridge } = session;
  const context = evaluationContext(on);
  const [archive] = suiteArchives(mirrorFor(session, project.spec).url, project.spec.suite.name);
  if (archive === undefined) return undefined;
  const release = parseRelease(await readText(bridge, inRelease(context, archive, []), 'InRelease'));
  const index = contentsIndex(release, 'main', architectureOf(platform));
  if (index === undefined) return undefined;
  const read = (from: IndexFile) =>
    readText(bridge, lookUpFiles(context, archive, from, { names }), 'contents.json');
  // Some mirrors have it only by its name. BuildKit would count the failure for a source of the same file name, too.
  return read(index).catch(() => read({ ...index, name: `${index.name}.by-name`, path: index.name }));
}

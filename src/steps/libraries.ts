import { readFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import { IN_IMAGEFILE } from '../prune/advice.ts';
import type { ForeignElf } from '../prune/foreign-elf.ts';
import { messageOf } from '../prune/messages.ts';
import type { MissingLibrary } from '../prune/missing-libraries.ts';
import { complain } from './say.ts';

/** Summary is the part of the report that this step reads. */
interface Summary {
  readonly missing?: readonly MissingLibrary[];
  readonly foreign?: readonly ForeignElf[];
}

/**
 * Runs the step `libraries`: fails if a file that the Imagefile brings is for another machine, or needs a library that the full
 * tree lacks. A base image may lack some on purpose: a runtime without its sound and windows still runs a server.
 */
export async function verifyLibraries({ report }: Places<'libraries'>): Promise<number> {
  const { missing = [], foreign = [] }: Summary = JSON.parse(readFileSync(`${report}/summary.json`, 'utf8'));
  if (foreign.length > 0) return complain(foreign.map(messageOf));
  const own = missing.filter(({ target }) => target !== undefined);
  if (own.length === 0) return 0;
  return complain(
    own.map(({ from, name, target }) => ({
      code: 'missing-library',
      message: `"${from}"${whose(from, target)} needs "${name}", which the full tree lacks`,
      fix:
        `add the package that has ${name} to packages (docker buildx build --call=audit . names it), ` +
        `or leave the file out with ${IN_IMAGEFILE.drop(from)}`,
    })),
  );
}

/** Names the line that brought a file, unless it is the file itself. */
function whose(from: string, target: string | undefined): string {
  return target === undefined || target === from ? '' : `, from the line with "${target}",`;
}

import type { Certificate } from '../spec.ts';
import { type Problem, problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';
import { normalPath } from '../values/paths.ts';
import { at, type ReadContext, report } from './read-context.ts';
import type { Sound } from './sound-part.ts';

/** Reads `certificates:`. Reports an entry without a source or with two, and a file that is written twice. */
export function readCertificates(
  context: ReadContext,
  items: NonNullable<Sound['certificates']>,
): Certificate[] {
  const entries: Certificate[] = [];
  for (const [index, item] of items.entries()) {
    if (item === undefined) continue;
    const place = at(context, 'certificates', index);
    const read = readCertificate(typeof item === 'string' ? { from: item } : item);
    if ('code' in read) {
      report(context, place, read);
      continue;
    }
    if (entries.some(({ kind, value }) => kind === read.kind && value === read.value)) {
      const what = read.kind === 'file' ? quote(read.value) : 'of this text';
      report(
        context,
        place,
        problem('invalid-value', `certificate ${what} is written twice`, 'keep one of the two'),
      );
    }
    entries.push({ ...read, at: place });
  }
  return entries;
}

function readCertificate({
  from,
  text,
  build = false,
}: {
  readonly from?: string | undefined;
  readonly text?: string | undefined;
  readonly build?: boolean | undefined;
}): Omit<Certificate, 'at'> | Problem {
  if (from !== undefined && text !== undefined)
    return problem(
      'invalid-value',
      '"from" and "text" cannot both be the certificate',
      'keep one of the two',
    );
  if (from !== undefined) return { kind: 'file', value: normalPath(from), build };
  if (text !== undefined) return { kind: 'text', value: text, build };
  return problem('missing-key', 'nothing says where the certificate is', 'add "from" or "text"');
}

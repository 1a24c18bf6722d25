import { lineStarts } from '../../src/imagefile/lines.ts';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import { isVariant, VARIANTS } from '../../src/imagefile/variants.ts';
import { table } from '../../src/report/table.ts';
import { readEntrypoint } from '../entrypoint.ts';
import { UserError } from '../errors.ts';
import { location } from './location.ts';
import type { Subrequest } from './subrequest.ts';

/**
 * `--call=outline`: what the build can be given. The form is BuildKit's (`frontend/subrequests/outline`). An argument
 * without a value is no mistake here: that it needs one is what the answer says.
 */
export const outline: Subrequest = {
  name: 'outline',
  version: '1.0.0',
  description: 'List the build arguments of the Imagefile',
  async answer(session) {
    const { file } = await readEntrypoint(session);
    const { args, diagnostics } = parseImagefile(file.text, session.options.buildArgs);
    if (args === undefined) throw new UserError(diagnostics, file);
    const name = session.options.target || 'thin';
    const starts = lineStarts(file.text);
    const json = {
      name,
      ...(isVariant(name) && { description: VARIANTS[name] }),
      args: args.map(({ name, value, at }) => ({ name, value, location: location(starts, at) })),
      sources: [Buffer.from(file.text).toString('base64')],
    };
    const rows = [['BUILD ARG', 'VALUE'], ...args.map(({ name, value = '' }) => [name, value])];
    const text = `TARGET: ${name}\n${args.length === 0 ? '' : `\n${table(rows)}`}`;
    return { text, json: JSON.stringify(json, null, 2), version: '1.0.0' };
  },
};

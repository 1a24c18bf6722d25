import { lineStarts } from '../../src/imagefile/text/lines.ts';
import { VARIANTS } from '../../src/imagefile/variants.ts';
import { table } from '../../src/report/table.ts';
import { readImagefile } from '../project/imagefile.ts';
import { location } from './location.ts';
import type { Subrequest } from './subrequest.ts';

/** `--call=targets`: lists the values of `--target`. The format is BuildKit's (`frontend/subrequests/targets`). */
export const targets: Subrequest = {
  name: 'targets',
  version: '1.0.0',
  description: 'List the values of --target',
  async answer(session, entrypoint) {
    const { parsed } = readImagefile(session, entrypoint);
    const { text } = entrypoint.file;
    const starts = lineStarts(text);
    const variants = Object.entries(VARIANTS).map(([name, description], index) => ({
      name,
      ...(index === 0 && { default: true }),
      description,
    }));
    const declared = [...parsed.targets].map(([name, { at }]) => ({ name, location: location(starts, at) }));
    const rows = [
      ['TARGET', 'DESCRIPTION'],
      ...variants.map(({ name, description }, index) => [
        index === 0 ? `${name} (default)` : name,
        description,
      ]),
      ...declared.map(({ name }) => [name, '']),
    ];
    const json = { targets: [...variants, ...declared], sources: [Buffer.from(text).toString('base64')] };
    return { text: table(rows), json: JSON.stringify(json, null, 2), version: '1.0.0' };
  },
};

import { jsonSchema } from '../../src/imagefile/schema/schema.ts';
import type { Subrequest } from './subrequest.ts';

/** `--call=schema`: prints the JSON Schema of an Imagefile, the same as docs/imagefile.schema.json. It reads no Imagefile. */
export const schema: Subrequest = {
  name: 'schema',
  version: '1.0.0',
  description: 'Print the JSON Schema of an Imagefile',
  needsImagefile: false,
  async answer() {
    const json = JSON.stringify(jsonSchema(), undefined, 2);
    return { text: `${json}\n`, json };
  },
};

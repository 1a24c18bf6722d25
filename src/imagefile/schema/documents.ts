import { reference } from './reference.ts';
import { jsonSchema } from './schema.ts';

/** Returns the generated files of docs/, by name. */
export function documents(): Readonly<Record<string, string>> {
  return {
    'imagefile.schema.json': `${JSON.stringify(jsonSchema(), undefined, 2)}\n`,
    'reference.md': reference(),
  };
}

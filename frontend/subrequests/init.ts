import { stringify } from 'yaml';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import { bakeFile } from '../../src/report/init/bake.ts';
import type { FirstImage } from '../../src/report/init/image.ts';
import { firstImagefile, withBakeFile } from '../../src/report/init/imagefile.ts';
import { readBaseConfig } from '../context/base-image.ts';
import { readDockerfile } from '../context/dockerfile.ts';
import type { ImageConfig } from '../context/image-config.ts';
import { UserError } from '../errors/user-error.ts';
import type { Answer } from '../gateway/result.ts';
import type { Session } from '../gateway/session.ts';
import { namedPlatforms } from '../options/platforms.ts';
import type { Subrequest } from './subrequest.ts';

/**
 * `--call=init`: prints an Imagefile that thins the image of `--build-arg from=IMAGE`, or else the image of the Dockerfile, with
 * the bake file that joins both. It builds nothing. With several platforms, it reads the config of the first.
 */
export const init: Subrequest = {
  name: 'init',
  version: '0.1.0',
  description: 'Print an Imagefile for the image in --build-arg from=IMAGE, or for the Dockerfile',
  needsImagefile: false,
  async answer(session) {
    const from = session.options.buildArgs.get('from') ?? '';
    return from === '' ? ofDockerfile(session) : ofImage(session, from);
  },
};

/** The name of the image that bake makes from the Dockerfile. */
const NAME = 'app';

async function ofImage(session: Session, from: string): Promise<Answer> {
  verifyName(from);
  const config = await readBaseConfig(session, from, platformOf(session));
  const imagefile = firstImagefile(describe(session, from, `The image "${from}"`, config));
  return { text: imagefile, json: JSON.stringify({ imagefile }, null, 2) };
}

async function ofDockerfile(session: Session): Promise<Answer> {
  const { name, config } = await readDockerfile(session, platformOf(session));
  const { target } = session.options;
  const build = { name: NAME, dockerfile: name, ...(target === undefined ? {} : { target }) };
  const imagefile = firstImagefile(describe(session, NAME, 'The image of the Dockerfile', config));
  return {
    text: withBakeFile(imagefile, build),
    json: JSON.stringify({ imagefile, bake: bakeFile(build) }, null, 2),
  };
}

function platformOf({ options }: Session) {
  const [first = options.buildPlatform] = namedPlatforms(options);
  return first;
}

/** Verifies the name of an image as an Imagefile does. @throws {UserError} with the problems that `from` would have there */
function verifyName(from: string): void {
  const { diagnostics } = parseImagefile(stringify({ from, prune: 'none' }, { lineWidth: 0 }));
  if (diagnostics.length > 0) throw new UserError(diagnostics.map(({ at: _, ...problem }) => problem));
}

function describe(
  { options }: Session,
  from: string,
  whose: string,
  config: ImageConfig | undefined,
): FirstImage {
  const frontend = options.source ?? 'mib/frontend';
  return { frontend, from, whose, ...(config === undefined ? {} : { config }) };
}

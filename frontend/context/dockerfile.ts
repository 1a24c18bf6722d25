import { UserError } from '../errors/user-error.ts';
import { BridgeError } from '../gateway/bridge.ts';
import type { Session } from '../gateway/session.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { readEntrypoint } from './entrypoint.ts';
import { type ImageConfig, readImageConfig } from './image-config.ts';

/** Dockerfile is the Dockerfile that the client names, with the config of the image that it makes. */
export interface Dockerfile {
  readonly name: string;
  readonly config: ImageConfig;
}

/** BuildKit's own frontend for Dockerfiles. */
const FRONTEND = 'dockerfile.v0';

/** Options that belong to this run, or that change the form of a result. */
const OWN =
  /^(?:cmdline|source|requestid|frontend\.caps|platform|multi-platform|attest:.*|build-arg:BUILDKIT_(?:SYNTAX|MULTI_PLATFORM|ATTEST_.*))$/;

/**
 * Reads the config of the image that the Dockerfile makes. BuildKit's own frontend works it out, so it is exact, and nothing is
 * built. An error of the Dockerfile is BuildKit's.
 * @throws {UserError} if there is no Dockerfile
 */
export async function readDockerfile(session: Session, platform: Platform): Promise<Dockerfile> {
  const { bridge, options } = session;
  const { file } = await readEntrypoint(session).catch((error: unknown) => {
    if (/no such file|the folder has no /.test(String(error))) throw missing('there is no Dockerfile');
    throw error;
  });
  if (!isDockerfile(file.text))
    throw missing(`${JSON.stringify(file.name)} does not begin with FROM or ARG, so it is not a Dockerfile`);
  const own = [...options.given].filter(([key]) => !OWN.test(key));
  const metadata = await bridge.runFrontend({
    frontend: FRONTEND,
    options: new Map([...own, ['platform', formatPlatform(platform)]]),
    inputs: own.some(([key]) => key.startsWith('context:')) ? await bridge.inputs() : new Map(),
  });
  const config = readImageConfig(Buffer.from(metadata['containerimage.config'] ?? '').toString());
  if ('fault' in config) throw new BridgeError(`the config of the image of ${file.name} ${config.fault}`);
  return { name: file.name, config };
}

/** Reports whether a text can be a Dockerfile: its first instruction is FROM or ARG. */
function isDockerfile(text: string): boolean {
  return /^(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*(?:FROM|ARG)[ \t]+[^\s:]/i.test(text);
}

function missing(lack: string): UserError {
  return new UserError([
    {
      code: 'missing-argument',
      message: `${lack}, and no image is named`,
      fix: 'name the image to thin: --build-arg from=IMAGE, or the Dockerfile that builds it: -f Dockerfile',
    },
  ]);
}

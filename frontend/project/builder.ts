import { readFileSync } from 'node:fs';
import type { StandIns } from '../../src/compile/emulator.ts';
import { embed, type Output, regularImage } from '../../src/llb/index.ts';
import { pb } from '../../src/llb/proto.ts';

const DEFINITION = '/run/config/buildkit/metadata/frontend.bin';

/**
 * Returns the image of this process as a graph. It is the builder, too. BuildKit mounts its definition, pinned by digest
 * (`frontend/gateway/gateway.go` `metadataMount`), so nothing is looked up or pulled, and a frontend that a named context
 * replaces brings its own tools.
 *
 * BuildKit has already solved this vertex to start the frontend. If it had to unpack the image, it finds no dependent step
 * in any cache. So only steps that are evaluated before the build use this vertex.
 */
export function frontendImage(path = DEFINITION): Output {
  const image = embed(pb.Definition.decode(readFileSync(path)));
  if (image === undefined) throw new Error('the definition of the frontend image is empty');
  return image;
}

/** Returns the same image as a vertex that was not solved yet, so that the daemon's cache has the steps of a build. */
export function builderImage(path = DEFINITION): Output {
  return regularImage(frontendImage(path));
}

export interface Mirror {
  /** Without a trailing slash. */
  readonly url: string;
  /** A copy that is never updated, so its indexes are accepted after their Valid-Until date. */
  readonly frozen: boolean;
}

/** Returns the default mirror, which was recorded when the frontend image was built. */
export function defaultMirror(path = '/usr/lib/mib/mirror'): Mirror {
  const [url = '', ...marks] = readFileSync(path, 'utf8').trim().split('\n');
  return { url, frozen: marks.includes('frozen') };
}

/** Returns the stand-ins that scripts/stand-ins.sh collected, for a tree of this architecture. */
export function standInsFor(architecture: string, path = '/usr/lib/mib/stand-ins/places.json'): StandIns {
  return { architecture, ...JSON.parse(readFileSync(path, 'utf8')) };
}

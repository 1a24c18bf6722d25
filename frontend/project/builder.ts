import { readFileSync } from 'node:fs';
import type { StandIns } from '../../src/compile/emulator.ts';
import { embed, type Output, regularImage } from '../../src/llb/index.ts';
import { pb } from '../../src/llb/proto.ts';

const DEFINITION = '/run/config/buildkit/metadata/frontend.bin';

/**
 * The image this process runs in, as a graph to build upon: it is the builder, too. BuildKit leaves its definition,
 * pinned by digest, beside us (`frontend/gateway/gateway.go` `metadataMount`), so nothing is looked up or pulled, and a
 * frontend that was replaced by a named context brings its own tools.
 *
 * BuildKit has solved this vertex, to start us; where it had to unpack it for that, it finds no step that starts from it in
 * any cache: that is for what we ask before we build.
 */
export function frontendImage(path = DEFINITION): Output {
  const image = embed(pb.Definition.decode(readFileSync(path)));
  if (image === undefined) throw new Error('the definition of the frontend image is empty');
  return image;
}

/** The same image in a vertex that nothing was solved with yet, so that a build's steps are found in the daemon's cache. */
export function builderImage(path = DEFINITION): Output {
  return regularImage(frontendImage(path));
}

export interface Mirror {
  /** Without trailing slash. */
  readonly url: string;
  /** A copy of one moment: its indexes pass their dates, and stay as good as they were. */
  readonly frozen: boolean;
}

/** The mirror that debootstrap takes when none is named, written down when the frontend image was built. */
export function defaultMirror(path = '/usr/lib/mib/mirror'): Mirror {
  const [url = '', ...marks] = readFileSync(path, 'utf8').trim().split('\n');
  return { url, frozen: marks.includes('frozen') };
}

/** The places of scripts/stand-ins.sh, for a tree of this architecture. */
export function standInsFor(architecture: string, path = '/usr/lib/mib/stand-ins/places.json'): StandIns {
  return { architecture, ...JSON.parse(readFileSync(path, 'utf8')) };
}

import type { Entrypoint } from '../context/entrypoint.ts';
import type { Answer } from '../gateway/result.ts';
import type { Session } from '../gateway/session.ts';

/** Subrequest is a question to the frontend about an Imagefile, or one that needs none (`--call`). */
export type Subrequest = ImagefileSubrequest | FreeSubrequest;

interface Described {
  /** Without the prefix `frontend.`. */
  readonly name: string;
  /** Version of the answer's format. */
  readonly version: string;
  readonly description: string;
}

interface ImagefileSubrequest extends Described {
  readonly needsImagefile?: undefined;
  answer(session: Session, entrypoint: Entrypoint): Promise<Answer>;
}

interface FreeSubrequest extends Described {
  readonly needsImagefile: false;
  answer(session: Session): Promise<Answer>;
}

import type { Answer } from '../gateway/result.ts';
import type { Session } from '../gateway/session.ts';

/** A question to the frontend. */
export interface Subrequest {
  /** Without the `frontend.` in front. */
  readonly name: string;
  /** Of the answer's form. */
  readonly version: string;
  readonly description: string;
  answer(session: Session): Promise<Answer>;
}

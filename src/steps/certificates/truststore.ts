import type { Added } from './added.ts';
import { addToJks, emptyJks, isJks } from './jks.ts';
import { addToPkcs12, isPkcs12 } from './pkcs12.ts';

/**
 * Returns a truststore with the certificates that it lacks, in its own format; a new one if there is none. The same input gives the same
 * bytes. Undefined if the store has a password of its own, or is none.
 */
export function addToTruststore(
  store: Buffer | undefined,
  certificates: readonly Added[],
  time: number,
): Buffer | undefined {
  const old = store === undefined || store.length === 0 ? emptyJks() : store;
  const added = certificates.filter(({ der }) => !old.includes(Buffer.from(der)));
  if (isJks(old)) return addToJks(old, added, time);
  return isPkcs12(old) ? addToPkcs12(old, added) : undefined;
}

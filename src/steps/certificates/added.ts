/** Added is a certificate for a truststore of Java. */
export interface Added {
  /** In lower case, unique in the store. */
  readonly alias: string;
  readonly der: Uint8Array;
}

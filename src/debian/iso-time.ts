/** Formats seconds since 1970 as RFC 3339 in UTC, without a fraction. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

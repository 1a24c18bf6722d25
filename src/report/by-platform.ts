/** Part is an answer about one platform. */
export interface Part {
  /** E.g. `linux/arm64`. */
  readonly platform: string;
  readonly text: string;
}

/** Joins answers about several platforms under their names; a single answer stays as it is. */
export function byPlatform(parts: readonly Part[]): string {
  const [first, ...others] = parts;
  if (others.length === 0) return first?.text ?? '';
  return parts.map(({ platform, text }) => `${platform}\n\n${text}`).join('\n');
}

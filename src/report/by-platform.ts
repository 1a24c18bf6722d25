/** An answer about one platform. */
export interface Part {
  /** As `linux/arm64`. */
  readonly platform: string;
  readonly text: string;
}

/** The answer about several platforms, each below its name; about one, just that. */
export function byPlatform(parts: readonly Part[]): string {
  const [first, ...others] = parts;
  if (others.length === 0) return first?.text ?? '';
  return parts.map(({ platform, text }) => `${platform}\n\n${text}`).join('\n');
}

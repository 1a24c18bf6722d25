/** How far the benchmark has got. */
export function say(text: string): void {
  console.error(`· ${text}`);
}

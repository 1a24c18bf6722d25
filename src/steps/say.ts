/** One line for the person who watches the build. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

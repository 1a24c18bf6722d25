/** Joins argv to a line that a POSIX shell splits into the same words. Quotes only where necessary. */
export function commandLine(argv: readonly string[]): string {
  return argv.map(quoteWord).join(' ');
}

function quoteWord(word: string): string {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(word)) return word;
  // Double quotes read better, if no character of the word is special within them.
  if (!/["$`\\]/.test(word)) return `"${word}"`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

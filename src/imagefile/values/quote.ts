/** Words that a POSIX shell reads back as the same words, quoted only where they must be. */
export function commandLine(argv: readonly string[]): string {
  return argv.map(quoteWord).join(' ');
}

function quoteWord(word: string): string {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(word)) return word;
  // Double quotes read better, as long as nothing in the word means something to a shell there.
  if (!/["$`\\]/.test(word)) return `"${word}"`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

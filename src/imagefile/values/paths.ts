/** A path without doubled slashes and `.`; a slash at its end stays. For paths without `..` only. */
export function normalPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const head = path.startsWith('/') ? '/' : '';
  if (parts.length === 0) return head === '' ? '.' : '/';
  return `${head}${parts.join('/')}${path.endsWith('/') ? '/' : ''}`;
}

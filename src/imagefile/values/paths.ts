/** Removes doubled slashes and `.` from a path without `..`. A trailing slash stays. */
export function normalPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const head = path.startsWith('/') ? '/' : '';
  if (parts.length === 0) return head === '' ? '.' : '/';
  return `${head}${parts.join('/')}${path.endsWith('/') ? '/' : ''}`;
}

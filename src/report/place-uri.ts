/** The name of a file as a URI, relative if the name is. */
export function placeUri(file: string): string {
  const name = file.replaceAll('\\', '/').replace(/\p{Cs}/gu, '\uFFFD');
  const path = name.split('/').map(encodeURIComponent).join('/');
  return name.startsWith('/') ? `file://${path}` : path.replace(/^(\.\/)+/, '');
}

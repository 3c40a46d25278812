import { mistake } from '../problem';

/** The longest name of a file or folder that file systems take, in bytes. */
export const LONGEST_NAME = 255;

/**
 * The files that a synthesis is about to write, and for whom. No two may share a file, not even on a file system that
 * ignores case, and none may leave the output folder.
 */
export class FileClaims {
  private readonly claimed = new Map<string, { readonly path: string; readonly source: string }>();

  /**
   * Claims a file.
   * @param path below the output folder, with `/`
   * @param source the construct path of what is in it
   */
  public claim(path: string, source: string): void {
    const reason = unsafe(path);
    if (reason) throw mistake(`[${source}] cannot be written to "${path}": ${reason}`);
    const key = path.toLowerCase();
    const twin = this.claimed.get(key);
    if (twin) {
      const file = twin.path === path ? `the same file "${path}"` : `"${path}", a file that some systems take for "${twin.path}"`;
      throw mistake(`[${source}] would be written to ${file} as "${twin.source}": rename one of the two, or choose another yamlOutputType, such as FILE_PER_CHART`);
    }
    this.claimed.set(key, { path, source });
  }
}

/** What no system minds: most names are such. */
const HARMLESS = /^[\w-][\w.-]{0,200}$/;

/** Why a path may not be used for a file below the output folder; undefined if it may. */
export function unsafe(path: string): string | undefined {
  if (HARMLESS.test(path)) return undefined;
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'the name begins at the root of the file system: write one that lies in the output folder';
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.' || segment === '..') return 'the name has an empty part, "." or "..": write one that lies in the output folder';
    if (/[^ -\uffff]|\\/.test(segment)) return 'the name has a backslash or a control character: leave it out';
    const bytes = Buffer.byteLength(segment);
    if (bytes > LONGEST_NAME) return `the name has ${bytes} bytes: write at most ${LONGEST_NAME}`;
  }
  return undefined;
}

/**
 * Checks that the name of a cluster can name a folder.
 * @throws if it cannot
 */
export function checkClusterName(name: string): void {
  if (!/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(name)) {
    throw new Error(`cluster "${name}" cannot name a folder: write letters, digits, ".", "_" and "-", with a letter or digit at both ends`);
  }
}

/**
 * Checks that the name of a cluster can be a part of the name of an object.
 * @throws if it cannot
 */
export function checkLabel(name: string): string {
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) {
    throw new Error(`cluster "${name}" cannot be in the name of an Application: write lower-case letters, digits and "-", with a letter or digit at both ends`);
  }
  return name;
}

/** Where a command writes: `process` in a shell, strings in a test. */
export interface Streams {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A stream of text. */
export interface OutputStream {
  /** Whether a person looks on. */
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

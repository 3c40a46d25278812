import * as fs from 'fs';
import * as path from 'path';

/** The name of the record in the output folder: no tool takes it for a manifest. */
export const RECORD = '.cdk8s-waypoint-files';
const HEADER = '# What cdk8s-waypoint wrote into this folder, so that it knows later what to remove. Keep it beside the files.';

/** What this process has written: folder, then writer, then files. */
const written = new Map<string, Map<object, ReadonlySet<string>>>();

/** Remembers, in a folder, which of its files a synthesis wrote. Only those may be overwritten or removed later. */
export class FileRecord {
  private readonly file: string;
  private readonly recorded: ReadonlySet<string>;

  /** @param folder an absolute path */
  constructor(private readonly folder: string) {
    this.file = path.join(folder, RECORD);
    this.recorded = new Set(this.read());
  }

  /** Whether the last synthesis wrote this file. */
  public has(file: string): boolean {
    return this.recorded.has(file);
  }

  /**
   * Notes that a writer is about to write these files, in addition to those that are there.
   * @returns files that are recorded, but that no writer of this process wants any more
   */
  public claim(writer: object, files: readonly string[]): string[] {
    const writers = written.get(this.folder) ?? new Map<object, ReadonlySet<string>>();
    written.set(this.folder, writers.set(writer, new Set(files)));
    const wanted = this.wanted();
    this.write([...new Set([...this.recorded, ...wanted])]);
    return [...this.recorded].filter((file) => !wanted.has(file));
  }

  /** Notes that the stale files are gone. */
  public settle(): void {
    this.write([...this.wanted()]);
  }

  private wanted(): Set<string> {
    return new Set([...written.get(this.folder)?.values() ?? []].flatMap((files) => [...files]));
  }

  private read(): string[] {
    if (!fs.existsSync(this.file)) return [];
    return fs.readFileSync(this.file, 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  }

  private write(files: readonly string[]): void {
    const next = `${this.file}.new`;
    fs.writeFileSync(next, [HEADER, ...[...files].sort(), ''].join('\n'));
    fs.renameSync(next, this.file);
  }
}

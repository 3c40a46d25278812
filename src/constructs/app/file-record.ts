import * as fs from 'fs';
import * as path from 'path';
import { committedTexts } from './committed-text';
import { unsafe } from './file-claims';

/** The name of the record in the output folder: no tool takes it for a manifest. */
export const RECORD = '.cdk8s-waypoint-files';
const HEADER = '# What cdk8s-waypoint wrote into this folder, so that it knows later what to remove. Keep it beside the files.';

/** What a line begins with that is about a waypoint, not a file. */
const IN_USE = '# in use: ';

/** Files, and the construct path of what is in each; undefined where every writer may write it. */
export type Sources = ReadonlyMap<string, string | undefined>;

/** What this process has written: folder, then writer, then files. Writers are known by a mark, so that they can be forgotten. */
const written = new Map<string, Map<symbol, Sources>>();
const marks = new WeakMap<object, symbol>();

/** Remembers, in a folder, which of its files a synthesis wrote. Only those may be overwritten or removed later. */
export class FileRecord {
  /** Whether a folder has a record. */
  public static isIn(folder: string): boolean {
    return fs.existsSync(path.join(folder, RECORD));
  }

  private readonly file: string;
  private readonly recorded: ReadonlySet<string>;
  /** Whether there was no record. */
  private readonly isNew: boolean;
  /** When the last synthesis ended, in milliseconds. */
  private readonly writtenAt: number;
  private waypoints: readonly string[];
  private fromCommit?: ReadonlyMap<string, string>;
  private others?: ReadonlyMap<string, { readonly file: string; readonly source: string }>;

  /**
   * @param folder an absolute path
   * @param writer who is about to write; what others wrote in this process stays
   */
  constructor(private readonly folder: string, private readonly writer: object) {
    this.file = path.join(folder, RECORD);
    this.isNew = !fs.existsSync(this.file);
    const lines = this.isNew ? [] : linesOf(fs.readFileSync(this.file, 'utf8'));
    this.writtenAt = fs.statSync(this.file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    this.recorded = new Set(filesIn(lines));
    this.waypoints = waypointsIn(lines);
  }

  /** Whether the last synthesis wrote this file. */
  public has(file: string): boolean {
    return this.recorded.has(file);
  }

  /**
   * Whether something else has written a file since the last synthesis, and since this process began: an `App` of cdk8s in the same program.
   * What was written before may be a checkout of Git.
   * @param modified when the file was written, in milliseconds
   */
  public isReplaced(file: string, modified: number): boolean {
    return modified > this.writtenAt && modified > performance.timeOrigin && !this.wanted().has(file);
  }

  /**
   * The waypoints that labels named when the folder was written, as `namespace/name`. Where the folder was emptied since, as
   * `cdk8s synth` does, the last commit tells.
   */
  public waypointsInUse(): readonly string[] {
    return this.isNew ? waypointsIn(linesOf(this.committed().get(RECORD) ?? '')) : this.waypoints;
  }

  /** The last output as the last commit has it, by file, this record among them; empty if the folder has its own. */
  public committed(): ReadonlyMap<string, string> {
    this.fromCommit ??= this.isNew ? committedOutput(this.folder) : new Map<string, string>();
    return this.fromCommit;
  }

  /** Replaces the waypoints that labels name, for what is written from now on. */
  public noteWaypointsInUse(waypoints: readonly string[]): void {
    this.waypoints = waypoints;
  }

  /**
   * The file that another writer of this process wrote under a name, or under one that some systems take for it, and the construct path of
   * what is in it.
   */
  public ofOthers(file: string): { readonly file: string; readonly source: string } | undefined {
    this.others ??= this.filesOfOthers();
    return this.others.get(file.toLowerCase());
  }

  /**
   * Notes that these files are about to be written, in addition to those that are there.
   * @returns files that are recorded, but that no writer of this process wants any more
   */
  public claim(files: Sources): string[] {
    const mark = marks.get(this.writer) ?? Symbol();
    marks.set(this.writer, mark);
    const writers = written.get(this.folder) ?? new Map<symbol, Sources>();
    written.set(this.folder, writers.set(mark, files));
    const wanted = this.wanted();
    this.write([...new Set([...this.recorded, ...wanted])]);
    return [...this.recorded].filter((file) => !wanted.has(file));
  }

  /** Notes that the stale files are gone. */
  public settle(): void {
    this.write([...this.wanted()]);
  }

  /** Ends the record, whoever wrote the files: they are to be removed before. */
  public drop(): void {
    written.delete(this.folder);
    fs.rmSync(this.file, { force: true });
  }

  /** The files that the last synthesis wrote. */
  public files(): readonly string[] {
    return [...this.recorded];
  }

  private wanted(): Set<string> {
    return new Set([...written.get(this.folder)?.values() ?? []].flatMap((files) => [...files.keys()]));
  }

  private filesOfOthers(): Map<string, { readonly file: string; readonly source: string }> {
    const own = marks.get(this.writer);
    const others = [...written.get(this.folder) ?? []].filter(([mark]) => mark !== own).flatMap(([, files]) => [...files]);
    return new Map(others.flatMap(([file, source]) => source === undefined ? [] : [[file.toLowerCase(), { file, source }]]));
  }

  private write(files: readonly string[]): void {
    const next = `${this.file}.new`;
    try {
      fs.writeFileSync(next, [HEADER, ...this.waypoints.map((waypoint) => IN_USE + waypoint), ...[...files].sort(), ''].join('\n'));
      fs.renameSync(next, this.file);
    } catch (error) {
      fs.rmSync(next, { force: true });
      throw error;
    }
  }
}

function committedOutput(folder: string): Map<string, string> {
  const record = committedTexts(folder, [RECORD]);
  const files = filesIn(linesOf(record.get(RECORD) ?? '')).filter((file) => !unsafe(file));
  return new Map([...record, ...committedTexts(folder, files)]);
}

function filesIn(lines: readonly string[]): string[] {
  return lines.filter((line) => !line.startsWith('#'));
}

function linesOf(record: string): string[] {
  return record.split('\n').filter((line) => line !== '');
}

function waypointsIn(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith(IN_USE)).map((line) => line.slice(IN_USE.length));
}

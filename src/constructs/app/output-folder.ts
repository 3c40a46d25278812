import * as fs from 'fs';
import * as path from 'path';
import { unsafe } from './file-claims';
import { FileRecord } from './file-record';
import { StagingFolder } from './staging-folder';
import { mistake } from '../problem';

/**
 * A folder that is written as a whole: files are staged one by one, and take their places together. Until then the output
 * of the last synthesis is as it was, and each file is at any moment the old one or the new one.
 */
export class OutputFolder {
  private readonly folder: string;
  private readonly staging: StagingFolder;
  private known?: FileRecord;
  private readonly files = new Map<string, string | undefined>();
  /** The files that differ from what is there, and where each is staged. */
  private readonly staged = new Map<string, string>();
  /** Folders that are there and may be written. */
  private readonly ready = new Set<string>();
  /** Whether nothing was there. */
  private wasEmpty = false;
  /** The folder and those above it that were made for it, as long as nothing is in them. */
  private unused: readonly string[] = [];

  /**
   * @param name the folder as the user names it
   * @param writer who writes; what others wrote in this process stays
   */
  constructor(private readonly name: string, private readonly writer: object) {
    this.folder = this.attempt('', () => realPath(path.resolve(name)));
    this.staging = new StagingFolder(this.folder);
  }

  /** What the last synthesis left here, and what this one will. */
  public get record(): FileRecord {
    this.known ??= this.readRecord();
    return this.known;
  }

  /**
   * Begins: makes the folder, and removes what an interrupted synthesis left behind.
   * @throws if another process is writing to it
   */
  public open(): void {
    try {
      this.attempt('', () => {
        this.unused = foldersDownTo(this.folder, fs.mkdirSync(this.folder, { recursive: true }));
        this.staging.take();
        this.wasEmpty = fs.readdirSync(this.folder).length === 1;
      });
      // Not before: what is there now nobody else changes.
      this.known = this.readRecord();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Writes a file, to be put in place by `commit`. One that is there already, with the same text, is left alone.
   * @param file below the folder, with `/`; it must be safe
   * @param source the construct path of what is in it; undefined if every writer of the process may write it, and the last one counts
   * @returns what the file says now, if it is there
   */
  public stage(file: string, text: string, source?: string): string | undefined {
    return this.attempt(file, () => {
      const present = this.wasEmpty ? undefined : this.read(file);
      if (present !== text) {
        if (source !== undefined) this.checkOthers(file, source);
        if (present !== undefined) this.checkPresent(file, source);
        this.staged.set(file, this.staging.write(text));
      }
      this.files.set(file, source);
      return present;
    });
  }

  /** The files that only the last synthesis wrote, by name, and what they say, or said in the last commit. */
  public* leaving(): Generator<readonly [string, string]> {
    for (const one of this.record.committed()) if (!this.files.has(one[0])) yield one;
    for (const file of this.record.files()) {
      const text = this.files.has(file) || unsafe(file) ? undefined : this.attempt(file, () => this.read(file));
      if (text !== undefined) yield [file, text];
    }
  }

  /** @throws if another writer of this process wrote another text to the file, and it is still there */
  private checkOthers(file: string, source: string): void {
    const other = this.record.ofOthers(file);
    if (!other || !fs.existsSync(this.pathOf(other.file))) return;
    const name = other.file === file ? 'this file' : `"${other.file}", which some systems take for this file,`;
    throw mistake(`another app of this program has written ${name} for [${other.source}], and this one would for [${source}]: rename one of the two, or give the apps different "outdir"s`);
  }

  /** @throws if a file that is there is not the one that the last synthesis wrote */
  private checkPresent(file: string, source = ''): void {
    if (!this.record.has(file)) {
      throw mistake('a file of that name is there, which the last synthesis did not write: move it away, or choose another output folder');
    }
    if (this.record.isReplaced(file, fs.statSync(this.pathOf(file)).mtimeMs)) {
      throw mistake(`something else has written this file while the program ran, such as an App of cdk8s, and this one would for [${source}]: give the apps different "outdir"s`);
    }
  }

  /** Puts all files in place and removes those that only the last synthesis wrote. */
  public commit(): void {
    this.attempt('', () => {
      // First what may fail: a file takes the place of another one without need of room, in a folder that may be written.
      for (const file of this.staged.keys()) this.makeParent(file);
      const stale = this.record.claim(this.files);
      for (const file of stale) this.checkParent(file);
      this.unused = [];
      for (const [file, staged] of this.staged) fs.renameSync(staged, this.pathOf(file));
      for (const file of this.others(stale)) this.remove(file);
      this.record.settle();
    });
  }

  /** The files that are not one of the present ones under a name in another case, as they are where the file system ignores case. */
  private others(files: readonly string[]): readonly string[] {
    if (files.length === 0) return files;
    const present = new Map([...this.files.keys()].map((file) => [file.toLowerCase(), file]));
    const idOf = (file: string) => fs.statSync(this.pathOf(file), { throwIfNoEntry: false })?.ino;
    return files.filter((file) => {
      const twin = present.get(file.toLowerCase());
      return twin === undefined || idOf(twin) !== idOf(file);
    });
  }

  /** Removes what the last synthesis wrote, and the folder if nothing else is in it. */
  public empty(): void {
    this.attempt('', () => {
      for (const file of this.record.files()) this.remove(file);
      this.record.drop();
      removeIfEmpty(this.folder);
    });
  }

  /** Ends; without a `commit` nothing has changed. */
  public close(): void {
    this.staging.release();
    for (const folder of this.unused) removeIfEmpty(folder);
  }

  private readRecord(): FileRecord {
    return this.attempt('', () => new FileRecord(this.folder, this.writer));
  }

  private pathOf(file: string): string {
    return `${this.folder}/${file}`;
  }

  private makeParent(file: string): void {
    const parent = parentOf(file);
    if (this.ready.has(parent)) return;
    fs.mkdirSync(this.pathOf(parent), { recursive: true });
    this.checkParent(file);
  }

  /** @throws if files may not be replaced or removed beside a file */
  private checkParent(file: string): void {
    const parent = parentOf(file);
    if (this.ready.has(parent) || !fs.existsSync(this.pathOf(parent))) return;
    fs.accessSync(this.pathOf(parent), fs.constants.W_OK);
    this.ready.add(parent);
  }

  /** What a file says now; undefined if there is none. */
  private read(file: string): string | undefined {
    const link = this.linkOnTheWay(file);
    if (link) throw mistake(`"${link}" is a symbolic link, which may lead out of the folder: make it a folder`);
    const target = this.pathOf(file);
    const found = fs.lstatSync(target, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw mistake('a folder of that name is there: move it away');
    if (found && !found.isFile()) throw mistake('something that is no file is there: move it away');
    return found && fs.readFileSync(target, 'utf8');
  }

  private linkOnTheWay(file: string): string | undefined {
    const segments = file.split('/').slice(0, -1);
    return segments.map((_, index) => segments.slice(0, index + 1).join('/'))
      .find((folder) => fs.lstatSync(this.pathOf(folder), { throwIfNoEntry: false })?.isSymbolicLink());
  }

  private remove(file: string): void {
    if (unsafe(file) || this.linkOnTheWay(file)) return;
    fs.rmSync(this.pathOf(file), { force: true });
    for (let folder = path.posix.dirname(file); folder !== '.'; folder = path.posix.dirname(folder)) {
      const full = this.pathOf(folder);
      if (!fs.existsSync(full) || fs.readdirSync(full).length > 0) return;
      fs.rmdirSync(full);
    }
  }

  /** @param file what it is about, below the folder; `""` for the folder itself */
  private attempt<T>(file: string, action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw mistake(`cannot write "${path.join(this.name, file)}": ${(error as Error).message}`);
    }
  }
}

/** The folder that a file is in, below the output folder; `""` for that itself. */
function parentOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

/** A path without links, as far as it is there, so that one folder has one name. */
function realPath(folder: string): string {
  if (fs.existsSync(folder) || path.dirname(folder) === folder) return fs.realpathSync.native(folder);
  return path.join(realPath(path.dirname(folder)), path.basename(folder));
}

function removeIfEmpty(folder: string): void {
  if (fs.readdirSync(folder).length === 0) fs.rmdirSync(folder);
}

/** A folder and those above it, up to one of these, innermost first; none if that is undefined. */
function foldersDownTo(folder: string, top: string | undefined): string[] {
  if (top === undefined) return [];
  return folder === top ? [folder] : [folder, ...foldersDownTo(path.dirname(folder), top)];
}

import * as fs from 'fs';
import * as path from 'path';
import { mistake } from '../problem';

const NAME = '.cdk8s-waypoint-staging';

/** What the folder in it begins with that holds the files; then comes the number of the process that has it. */
const BY = 'by-';

/**
 * Where files wait, in the output folder, until all of them are written. One process at a time has it: two that write the
 * same folder would take files of each other for their own.
 */
export class StagingFolder {
  private readonly folder: string;
  /** What this process makes and removes it by, so that nobody finds it half made or half removed. */
  private readonly aside: string;
  private isTaken = false;
  private count = 0;

  /** @param outdir the output folder, which has to be there */
  constructor(private readonly outdir: string) {
    this.folder = path.join(outdir, NAME);
    this.aside = `${this.folder}.${process.pid}`;
  }

  /**
   * Takes it, also from an interrupted synthesis.
   * @throws if another process has it
   */
  public take(): void {
    this.removeAbandoned();
    fs.mkdirSync(path.join(this.aside, BY + process.pid), { recursive: true });
    try {
      this.moveIn();
    } finally {
      fs.rmSync(this.aside, { recursive: true, force: true });
    }
    this.isTaken = true;
  }

  /**
   * Writes a file.
   * @returns where it is
   */
  public write(text: string): string {
    const file = `${this.folder}/${BY}${process.pid}/${this.count++}`;
    fs.writeFileSync(file, text);
    return file;
  }

  /** Removes it with what is in it, if it was taken. */
  public release(): void {
    if (this.isTaken) this.remove();
    this.isTaken = false;
  }

  private moveIn(): void {
    if (this.isMovedIn()) return;
    const owners = fs.readdirSync(this.folder).filter((name) => name.startsWith(BY)).map((name) => Number(name.slice(BY.length)));
    const other = owners.find(isRunning);
    if (other === undefined) {
      fs.rmSync(this.folder, { recursive: true, force: true });
      if (this.isMovedIn()) return;
    }
    throw mistake(`another process${other === undefined ? '' : `, ${other},`} is writing there: let it end first; if there is none, remove "${this.folder}"`);
  }

  private isMovedIn(): boolean {
    try {
      fs.renameSync(this.aside, this.folder);
      return true;
    } catch (error) {
      if (!fs.existsSync(this.folder)) throw error;
      return false;
    }
  }

  private remove(): void {
    if (!fs.existsSync(this.folder)) return;
    fs.renameSync(this.folder, this.aside);
    fs.rmSync(this.aside, { recursive: true, force: true });
  }

  /** Removes what processes have left that ended while they made or removed it. */
  private removeAbandoned(): void {
    for (const name of fs.readdirSync(this.outdir)) {
      const pid = name.startsWith(`${NAME}.`) ? Number(name.slice(NAME.length + 1)) : undefined;
      if (Number.isInteger(pid) && !isRunning(pid!)) fs.rmSync(path.join(this.outdir, name), { recursive: true, force: true });
    }
  }
}

/** Whether another process with this number runs. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

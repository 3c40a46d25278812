/** How often a run is heard of, in milliseconds. */
const INTERVAL = 5_000;

/** Tells a terminal every few seconds how far a long run is; on standard error, since standard output may be a stream of manifests. */
export class Progress {
  private begun = 0;
  private shown = Date.now();

  /**
   * @param what the run goes through, such as `chart`
   * @param total how many there are
   */
  constructor(private readonly what: string, private readonly total: number) {}

  /**
   * Notes that the next one begins.
   * @param nameOf asked for its name where that is shown
   */
  public next(nameOf: () => string): void {
    this.begun++;
    if (Date.now() - this.shown < INTERVAL || !process.stderr.isTTY) return;
    this.shown = Date.now();
    process.stderr.write(`${this.what} ${this.begun} of ${this.total}: ${nameOf()}\n`);
  }
}

/** What the exit code of a command says. */
export enum ExitCode {
  DONE = 0,
  /** Done, and the answer is bad news. */
  BAD_NEWS = 1,
  /** The call is wrong, or something could not be read. */
  FAILED = 2,
}

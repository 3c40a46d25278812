import { RecentBlocks } from './recent-blocks';
import { RecentScalars } from './recent-scalars';

/** What was read lately: the documents of a mesh repeat most of it. */
export class RecentYaml {
  public readonly scalars = new RecentScalars();
  public readonly blocks = new RecentBlocks();
}

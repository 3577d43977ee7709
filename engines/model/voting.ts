/** Members that vote: without more than half of them nobody leads, or nothing is written. */
export interface Voting {
  /** In the plural, as its makers write it: «voting members of the replica set». */
  readonly voters: string;
  /** The engine itself takes a vote away where the number is even. */
  readonly evensOut: boolean;
  /** The most members that have a vote. */
  readonly most?: number;
  /** The name under which members of other workloads would belong to the same group. */
  readonly group?: string;
  /** How a voter without data, which runs as a workload of its own, gives itself away. */
  readonly tieBreaker?: RegExp;
  readonly source: string;
}

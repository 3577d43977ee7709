/** Something that the person at the terminal can act on: what is wrong, and what to do about it. */
export class Failure extends Error {
  constructor(
    what: string,
    readonly advice: string,
  ) {
    super(what);
    this.name = 'Failure';
  }
}

/** A failure that waiting does not mend. */
export class FinalFailure extends Failure {}

import type { LiveQuestion } from '../../../engines/model/live.ts';
import type { Asked } from '../model.ts';
import type { MemberAsked, MemberKey, MemberToAsk } from './types.ts';

const NEVER: MemberAsked = {
  answer: undefined,
  asked: { state: 'never', by: undefined, why: 'it was not asked yet', at: undefined },
};

/** What is known of one member, and when its turn is. */
export class Entry {
  readonly key: MemberKey;
  member: MemberToAsk;
  known: MemberAsked = NEVER;
  /** When it is to be asked next. */
  due: number;
  /** Failures in a row. */
  failures = 0;
  /** Somebody waits for it. */
  wanted = false;
  /** It cannot be asked in this life of its container. */
  unable = false;
  running: Promise<MemberAsked> | undefined;
  /** Who waits for an attempt that has not begun. */
  readonly waiting: ((known: MemberAsked) => void)[] = [];

  constructor(key: MemberKey, member: MemberToAsk, due: number) {
    this.key = key;
    this.member = member;
    this.due = due;
  }

  /** The question for it; undefined, with the reason in `known`, where it cannot be asked. */
  question(): LiveQuestion | undefined {
    const { engine, context, running } = this.member;
    const question = running && !this.unable ? engine.live?.ask(context) : undefined;
    if (question !== undefined || this.unable) return question;
    const why = !running
      ? 'its container does not run'
      : engine.live === undefined
        ? `Plinth has not learnt to ask ${engine.name}`
        : 'how its server is reached cannot be seen from its manifest';
    this.note({ state: 'unable', by: undefined, why, at: undefined });
    return undefined;
  }

  /** Keeps the last answer beside the news that there is no newer one. */
  note(asked: Asked): void {
    const { answer } = this.known;
    const { at } = this.known.asked;
    this.known = { answer, asked: answer === undefined ? asked : { ...asked, by: 'engine', at } };
  }

  /** The container was started anew: what its predecessor said holds no more. */
  forget(): void {
    this.known = NEVER;
    this.failures = 0;
    this.unable = false;
  }

  /** True when both are the same run of the same container. */
  isSameLife({ started, restarts, running }: MemberToAsk): boolean {
    const { member } = this;
    return member.started === started && member.restarts === restarts && member.running === running;
  }
}

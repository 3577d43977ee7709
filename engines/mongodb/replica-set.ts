import { CLIENT_SECONDS } from '../live/script.ts';
import { readJsonLine, type Printed } from '../live/printed.ts';
import type { EngineContext } from '../model/engine.ts';
import { UnreadableAnswer } from '../model/live.ts';
import { quote } from '../probes/quote.ts';
import { shellLines } from './shell.ts';

/** One member as the replica set tells it. What it does not tell is undefined. */
export interface SetMember {
  /** `host:port`, as the set's configuration names it. */
  readonly name: string;
  /** `PRIMARY`, `SECONDARY`, `ARBITER`, `RECOVERING` and so on. */
  readonly state: string;
  /** The member that was asked has heard of it lately. */
  readonly isHealthy: boolean;
  /** How far it has come: seconds since 1970 of its last operation. */
  readonly at: number | undefined;
  readonly priority: number | undefined;
  readonly votes: number | undefined;
  /** Seconds by which it is held back on purpose. */
  readonly delay: number;
}

/** A replica set as one of its members tells it. */
export interface ReplicaSet {
  readonly name: string;
  readonly members: readonly SetMember[];
  /** Indexes that are being built on the member that was asked; undefined where it does not say. */
  readonly indexBuilds: number | undefined;
}

/**
 * One line of JSON. Index builds are looked for as the manual does.
 * https://www.mongodb.com/docs/manual/reference/command/replSetGetStatus/, https://www.mongodb.com/docs/manual/reference/command/replSetGetConfig/,
 * https://www.mongodb.com/docs/manual/reference/method/db.currentOp/#active-indexing-operations
 */
const STATUS = `
var status = admin.runCommand({ replSetGetStatus: 1 });
if (!status.ok) fail(status);
var configured = admin.runCommand({ replSetGetConfig: 1 });
if (!configured.ok) fail(configured);
var of = {};
configured.config.members.forEach(function (one) { of[one.host] = one; });
var ops = admin.runCommand({ currentOp: 1, $or: [{ op: "command", "command.createIndexes": { $exists: true } }, { op: "none", msg: /^Index Build/ }] });
print(JSON.stringify({
  set: status.set, indexBuilds: ops.ok ? ops.inprog.length : null,
  members: status.members.map(function (one) {
    var own = of[one.name] || {};
    return { name: one.name, state: one.stateStr, healthy: one.health === 1, at: one.optimeDate ? one.optimeDate.getTime() / 1000 : null,
      priority: own.priority === undefined ? null : Number(own.priority), votes: own.votes === undefined ? null : Number(own.votes),
      delay: Number(own.secondaryDelaySecs || own.slaveDelay || 0) };
  })
}));`;

/**
 * The primary becomes a secondary once an electable member has all that it has, and asks for no election for 60 s; it waits 30 s for that, and refuses else: never by force. Prints `done`, or `refused` and why.
 * https://www.mongodb.com/docs/manual/reference/command/replSetStepDown/
 */
const STEP_DOWN = `
var said = admin.runCommand({ replSetStepDown: 60, secondaryCatchUpPeriodSecs: 30, force: false });
print(said.ok ? "done" : "refused " + (said.codeName || said.code) + ": " + said.errmsg);`;

/** A secondary asks for no election for so many seconds; 0 ends that. https://www.mongodb.com/docs/manual/reference/command/replSetFreeze/ */
const FREEZE = `
var said = admin.runCommand({ replSetFreeze: Number(process.env.SECONDS) });
if (!said.ok) fail(said);`;

/**
 * A document of Plinth's own, written to a majority, read back and removed.
 * https://www.mongodb.com/docs/manual/reference/write-concern/
 */
const CANARY = `
var canary = db.getSiblingDB("plinth").getCollection(process.env.NAME);
var majority = { writeConcern: { w: "majority", wtimeout: 10000 } };
canary.insertOne({ _id: 1 }, majority);
var read = canary.find({ _id: 1 }).readConcern("majority").toArray().length;
canary.drop(majority);
if (read !== 1) fail({ errmsg: "what was written is not read back" });`;

/** What every script begins with: the login, and the end in order where a command fails. */
const BEGIN = `
var admin = db.getSiblingDB("admin");
function fail(said) { print((said.codeName || said.code || "") + " " + said.errmsg); quit(1); }
if (process.env.PLINTH_USER && !admin.auth(process.env.PLINTH_USER, process.env.PLINTH_PASSWORD)) fail({ errmsg: "the login failed" });`;

/** Milliseconds that a script may take: it waits for no longer than the set's own limits. */
export const STEP_DOWN_SECONDS = 45;

const script = (context: EngineContext, program: string, seconds: number = CLIENT_SECONDS): string | undefined => {
  const lines = shellLines(context, seconds);
  // The old shell knows neither the environment nor some of these methods.
  return lines && [...lines, `exec $limit "$program" "$@" --eval ${quote(`${BEGIN}${program}`)}`].join('\n');
};

/**
 * Scripts for `sh` in a member's container; undefined where it is not known how the member is reached (its port, TLS). No password is in them. Not exercised: built
 * against the documented commands, for there is no server to run.
 */
export const statusScript = (context: EngineContext): string | undefined => script(context, STATUS);
export const stepDownScript = (context: EngineContext): string | undefined =>
  script(context, STEP_DOWN, STEP_DOWN_SECONDS);
/** `$SECONDS` says for how long. */
export const freezeScript = (context: EngineContext): string | undefined => script(context, FREEZE);
/** `$NAME` names the collection. */
export const canaryScript = (context: EngineContext): string | undefined => script(context, CANARY, 20);

/** Reads what {@link statusScript} printed; undefined where it is something else. */
export function readReplicaSet(text: string): ReplicaSet | undefined {
  let whole: Printed;
  try {
    whole = readJsonLine(text);
  } catch (error) {
    if (error instanceof UnreadableAnswer) return undefined;
    throw error;
  }
  const name = whole.at('set').text();
  const members = whole
    .at('members')
    .items()
    .flatMap((one): SetMember[] => {
      const [host, state] = [one.at('name').text(), one.at('state').text()];
      if (host === undefined || state === undefined) return [];
      return [
        {
          name: host,
          state,
          isHealthy: one.at('healthy').flag() === true,
          at: one.at('at').number(),
          priority: one.at('priority').number(),
          votes: one.at('votes').number(),
          delay: one.at('delay').number() ?? 0,
        },
      ];
    });
  return name === undefined || members.length === 0
    ? undefined
    : { name, members, indexBuilds: whole.at('indexBuilds').number() };
}

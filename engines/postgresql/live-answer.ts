import { readVersion } from '../configuration/version.ts';
import { readJsonLine, type Printed } from '../live/printed.ts';
import { withoutUndefined } from '../live/answer.ts';
import { UnreadableAnswer, type MemberAnswer } from '../model/live.ts';
import { readFlush } from './live-flush.ts';
import { readFollowers, readReplica } from './live-replication.ts';
import { readRemarks } from './live-remarks.ts';

/** Reads the line that {@link QUERY} makes. */
export function readAnswer(output: string): MemberAnswer {
  const printed = readJsonLine(output);
  const standby = printed.at('standby').flag();
  if (standby === undefined) throw new UnreadableAnswer('the answer does not say whether the server is a standby');
  const common = {
    // `16.4 (Debian 16.4-1.pgdg120+1)`
    version: readVersion(printed.at('version').text()?.split(' ')[0] ?? ''),
    identity: printed.at('system').text(),
    history: timeline(printed),
    followers: readFollowers(printed),
    flush: readFlush(printed),
    remarks: readRemarks(printed),
  };
  return withoutUndefined<MemberAnswer>(
    standby
      ? { ...common, role: 'replica', writable: false, ...readReplica(printed) }
      : { ...common, role: 'primary', writable: true, position: printed.at('lsn').text() },
  );
}

/**
 * The timeline on which it is: a primary's stands in the name of its WAL file; a standby's is what its receiver streams, else that of its
 * last restart point, which may be behind.
 */
function timeline(printed: Printed): string | undefined {
  const ofFile = printed.at('tli').text();
  if (ofFile !== undefined) return String(Number.parseInt(ofFile, 16));
  const number = printed.at('receiver', 'received_tli').number() ?? printed.at('checkpoint_tli').number();
  return number === undefined || number === 0 ? undefined : String(number);
}

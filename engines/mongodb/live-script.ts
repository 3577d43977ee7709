/**
 * JavaScript for mongosh (and, as far as it goes, the old shell): one line of JSON. `hello` answers without a login; the set's status needs one,
 * with the user that the shell around it has put into the environment. Dates become ISO texts.
 * Sources: https://www.mongodb.com/docs/manual/reference/command/hello/, https://www.mongodb.com/docs/manual/reference/command/replSetGetStatus/,
 * https://www.mongodb.com/docs/manual/reference/method/db.auth/
 */
export const SCRIPT = `
var admin = db.getSiblingDB("admin");
var of = function (name) { return typeof process === "undefined" ? "" : process.env[name] || ""; };
var time = function (ts) { return ts ? [ts.getHighBits ? ts.getHighBits() : ts.t, ts.getLowBits ? ts.getLowBits() : ts.i].map(Number) : null; };
var tried = function (f) { try { return f(); } catch (e) { return null; } };
var hello = tried(function () { return admin.runCommand({ hello: 1 }); });
if (!hello || !hello.ok) hello = admin.runCommand({ isMaster: 1 });
var answer = {
  primary: !!(hello.isWritablePrimary || hello.ismaster), secondary: !!hello.secondary, arbiter: !!hello.arbiterOnly,
  uninitiated: !!hello.isreplicaset, router: hello.msg === "isdbgrid", set: hello.setName || null, me: hello.me || null,
  leader: hello.primary || null, readOnly: !!hello.readOnly,
  last: hello.lastWrite ? time(hello.lastWrite.opTime.ts) : null, term: hello.lastWrite ? Number(hello.lastWrite.opTime.t) : null
};
if (of("PLINTH_USER")) answer.login = !!tried(function () { return admin.auth(of("PLINTH_USER"), of("PLINTH_PASSWORD")); });
answer.version = tried(function () { return db.version(); });
var status = answer.set && !answer.arbiter ? tried(function () { return admin.runCommand({ replSetGetStatus: 1 }); }) : null;
if (status && status.ok) answer.members = status.members.map(function (m) {
  return { name: m.name, state: m.stateStr, self: !!m.self, source: m.syncSourceHost || null,
    at: m.optime && m.optime.ts ? time(m.optime.ts) : null, date: m.optimeDate ? m.optimeDate.getTime() : null };
});
print(JSON.stringify(answer));
`;

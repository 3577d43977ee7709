// A mover as small as can be, for the tests of the Jobs around it: claims only, without compression. What the real one does with data is tested beside it.

/** Its text: it keeps to the same exchange of files and prints the same lines. */
export const STAND_IN = String.raw`
const fs = require('node:fs'), path = require('node:path'), { createHash } = require('node:crypto');
const request = JSON.parse(process.env.PLINTH_REQUEST);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const say = (line) => console.log(JSON.stringify(line));
const at = (name) => path.join(request.exchange, name);
const until = async (file) => { while (!fs.existsSync(at(file))) await wait(100); };
const folderOf = ({ namespace, name }, id) => path.join(request.root, request.destination.prefix, namespace, name, id);
const fail = (error) => { say({ error }); process.exitCode = 1; };
async function store() {
  const { start } = request;
  const folder = folderOf(start.database, start.id);
  fs.mkdirSync(folder, { recursive: true });
  await until('stream');
  const hash = createHash('sha256');
  let size = 0;
  const out = fs.createWriteStream(path.join(folder, 'data'));
  for await (const chunk of fs.createReadStream(at('stream'))) {
    hash.update(chunk); size += chunk.length; out.write(chunk);
  }
  await new Promise((done) => out.end(done));
  say({ progress: { bytes: size, stored: size } });
  await until('status');
  const status = fs.readFileSync(at('status'), 'utf8').trim();
  if (status !== '0') { fs.rmSync(folder, { recursive: true }); return fail('The engine ended with ' + status + '.'); }
  const facts = Object.fromEntries(fs.readFileSync(at('facts'), 'utf8').trim().split('\n').map((line) => { const cut = line.indexOf('='); return [line.slice(0, cut), line.slice(cut + 1)]; }));
  const counts = Object.fromEntries(Object.entries(facts).filter(([key]) => key.startsWith('count.')).map(([key, value]) => [key.slice(6), Number(value)]));
  const manifest = { schema: 1, ...start, ended: Date.now(), engineVersion: facts.version, from: facts['position.start'], identity: facts.identity, memberRole: facts.role, files: [{ name: 'data', size, plainSize: size, sha256: hash.digest('hex') }], counts, compression: 'none', encryption: 'none' };
  fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  say({ manifest });
}
store().catch((error) => fail(String(error.message)));
`;

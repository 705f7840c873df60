// Push and pull documents: node client.js FOLDER URL DOCUMENTS.json BATCH
// Prints {"push": seconds, "pull": seconds}.
const path = require('path');
const fs = require('fs');
const [dir, url, file, batch] = process.argv.slice(2);
const PouchDB = require('pouchdb').defaults({prefix: path.join(dir, 'client') + path.sep});
fs.mkdirSync(path.join(dir, 'client'), {recursive: true});

(async () => {
  const docs = JSON.parse(fs.readFileSync(file));
  const local = new PouchDB('local');
  for (let i = 0; i < docs.length; i += 1000) await local.bulkDocs(docs.slice(i, i + 1000));
  const remote = new PouchDB(url);
  await remote.info();
  const options = {batch_size: Number(batch), batches_limit: 10, retry: false};
  let began = process.hrtime.bigint();
  const pushed = await local.replicate.to(remote, options);
  const push = Number(process.hrtime.bigint() - began) / 1e9;
  console.log(JSON.stringify({pushed: pushed.docs_written}));
  await new Promise((go) => process.stdin.once('data', go)); // whoever counts bytes reads its counters
  const second = new PouchDB('second');
  began = process.hrtime.bigint();
  const pulled = await second.replicate.from(remote, options);
  const pull = Number(process.hrtime.bigint() - began) / 1e9;
  console.log(JSON.stringify({push, pull, pushed: pushed.docs_written, pulled: pulled.docs_written}));
  process.exit(0);
})().catch((e) => { console.error(e); process.exit(1); });

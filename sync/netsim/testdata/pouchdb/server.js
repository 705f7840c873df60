// A PouchDB server on a free port of the loopback: node server.js FOLDER
const path = require('path');
const fs = require('fs');
const express = require('express');
const PouchDB = require('pouchdb');

const dir = process.argv[2];
fs.mkdirSync(path.join(dir, 'server'), {recursive: true});
const app = express();
app.use('/', require('express-pouchdb')(PouchDB.defaults({prefix: path.join(dir, 'server') + path.sep}), {
  mode: 'minimumForPouchDB', logPath: path.join(dir, 'log.txt'), inMemoryConfig: true,
}));
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));

// SPDX-License-Identifier: MIT
// test.cjs SESSION: loads the installed package into node:sqlite and better-sqlite3, and prints what the
// session prints with each; tests/packages/test runs it in a folder that has nothing else.
const { readFileSync } = require('node:fs');
const { getLoadablePath, load } = require('glue-connections');

const session = readFileSync(process.argv[2], 'utf8');
const at = session.lastIndexOf('SELECT iif');
const run = (db) => {
  load(db);
  db.exec(session.slice(0, at));
  return Object.values(db.prepare(session.slice(at)).get())[0];
};
const hosts = {
  'node:sqlite': (name) => new (require(name).DatabaseSync)(':memory:', { allowExtension: true }),
  'better-sqlite3': (name) => new (require(name))(':memory:'),
};
for (const name of process.argv.slice(3)) console.log(name, run(hosts[name](name)));
if (!getLoadablePath().endsWith('.so')) throw new Error(getLoadablePath());

// SPDX-License-Identifier: MIT
import { run } from './steps.mjs';

// recipe
import { DatabaseSync } from 'node:sqlite'; // Node.js 22.13 or newer

function connect(path) {
  const db = new DatabaseSync(path, { allowExtension: true });
  db.loadExtension('./dist/glue_connections.so');
  return db;
}

// end
run(connect, (db, sql, values) => db.prepare(sql).all(...values).map((row) => Object.values(row)));

// SPDX-License-Identifier: MIT
import { run } from './steps.mjs';

// recipe
import { Database } from 'bun:sqlite';

function connect(path) {
  const db = new Database(path);
  db.loadExtension('./dist/glue_connections.so');
  return db;
}

// end
run(connect, (db, sql, values) => db.query(sql).values(...values) ?? []);

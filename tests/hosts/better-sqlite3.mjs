// SPDX-License-Identifier: MIT
import { run } from './steps.mjs';

// recipe
import Database from 'better-sqlite3';

function connect(path) {
  const db = new Database(path);
  db.loadExtension('./dist/glue_connections.so');
  return db;
}

// end
run(connect, (db, sql, values) => {
  const statement = db.prepare(sql);
  if (statement.reader) return statement.raw().all(values);
  statement.run(values);
  return [];
});

// SPDX-License-Identifier: MIT
// A document from Node.js, as the manual of sql/ has it.
import { DatabaseSync } from 'node:sqlite';

// recipe
import { readFileSync } from 'node:fs';

function importDocument(db, path) {
  const document = readFileSync(path);
  db.prepare(`INSERT OR IGNORE INTO connections(request)
              SELECT request FROM glue_requests(?) WHERE request IS NOT NULL`).run(document);
  return db.prepare('SELECT place, name, problem FROM glue_requests(?) WHERE problem IS NOT NULL').all(document);
}

// end
const db = new DatabaseSync(':memory:', { allowExtension: true });
db.loadExtension('./dist/glue_connections.so');
db.exec('CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1)');
for (const path of process.argv.slice(2)) {
  for (const told of importDocument(db, path)) console.log(Object.values(told).map((value) => value ?? '').join('|'));
}
const rows = db.prepare('SELECT name, connection_type, region FROM connections ORDER BY name').all();
for (const row of rows) console.log(Object.values(row).join('|'));

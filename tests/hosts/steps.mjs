// SPDX-License-Identifier: MIT
// What the programs for JavaScript share: they do the steps of steps.tsv and print what comes out.
import { readFileSync } from 'node:fs';

// execute(db, sql, values) gives the rows, each an array.
export function run(connect, execute) {
  let db = connect('catalog.db');
  const step = (sql, values) => {
    if (sql === '@reopen') {
      db.close();
      db = connect('catalog.db');
      return [];
    }
    if (sql !== '@copy') return execute(db, sql, values);
    for (const row of execute(db, 'SELECT * FROM connections', [])) {
      execute(db, `INSERT INTO ${values[0]} VALUES(${row.map(() => '?').join(', ')})`, row);
    }
    return [];
  };
  console.log(`sqlite: ${execute(db, 'SELECT sqlite_version()', [])[0][0]}`);
  for (const line of readFileSync('steps.tsv', 'utf8').trimEnd().split('\n')) {
    const [label, sql, ...values] = line.split('\t');
    try {
      const rows = step(sql, values.map((value) => (value.startsWith('#') ? Number(value.slice(1)) : value)));
      console.log(`${label}: ${rows.map((row) => row.map((value) => value ?? '').join('|')).join('; ') || 'ok'}`);
    } catch (error) {
      console.log(`${label}: ${error.message}`);
    }
  }
}

// SPDX-License-Identifier: MIT
// The same from a module, with node:sqlite.
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { load } from 'glue-connections';

const session = readFileSync(process.argv[2], 'utf8');
const at = session.lastIndexOf('SELECT iif');
const db = new DatabaseSync(':memory:', { allowExtension: true });
load(db);
db.exec(session.slice(0, at));
console.log('module', Object.values(db.prepare(session.slice(at)).get())[0]);

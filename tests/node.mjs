// SPDX-License-Identifier: MIT
// node.mjs EXTENSION: a session of the extension in Node.js, whose SQLite is the newest of all hosts
// and is defensive. Each check() is one sentence of what a user of node:sqlite counts on.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const folder = mkdtempSync(join(tmpdir(), 'glue-node-'));
process.env.GLUE_KEYRING = '';
process.env.XDG_CONFIG_HOME = folder;
process.on('exit', () => rmSync(folder, { recursive: true }));

const path = join(folder, 'catalog.db');
const open = (options = {}) => {
  const opened = new DatabaseSync(path, { allowExtension: true, ...options });
  opened.loadExtension(process.argv[2]);
  return opened;
};
let db = open(), passed = 0, failed = 0;
const get = (sql, ...values) => db.prepare(sql).get(...values);
const all = (sql, ...values) => db.prepare(sql).all(...values);
const run = (sql, ...values) => db.prepare(sql).run(...values);

const check = (sentence, test) => {
  try {
    test();
    passed++;
  } catch (error) {
    failed++;
    console.error(`${sentence}: ${error.message}`);
  }
};

check('the extension loads and tells its version', () => {
  assert.match(get('SELECT glue_version() AS v').v, /^\d+\.\d+\.\d+$/);
});
check('a table is created', () => {
  db.exec(`CREATE VIRTUAL TABLE connections
    USING glue_connections(account_id=123456789012, region=eu-west-1, quota=5)`);
});
const insert = `INSERT INTO connections(name, connection_type, connection_properties, tags)
  VALUES(?, ?, ?, ?)`;
const properties = JSON.stringify({
  JDBC_CONNECTION_URL: 'jdbc:postgresql://db.internal:5432/orders',
  USERNAME: 'app',
  PASSWORD: 's3cret',
});
check('INSERT is CreateConnection', () => {
  const { changes, lastInsertRowid } = run(insert, 'orders-db', 'JDBC', properties, '{"env":"prod"}');
  assert.deepEqual([changes, lastInsertRowid], [1, 1]);
  assert.equal(get('SELECT arn FROM connections').arn,
    'arn:aws:glue:eu-west-1:123456789012:connection/orders-db');
});
check('a duplicate is an AlreadyExistsException, with the code of a UNIQUE constraint', () => {
  assert.throws(() => run(insert, 'orders-db', 'JDBC', properties, null), (error) =>
    error.errcode === 2067 && /AlreadyExistsException/.test(error.message));
});
check('an invalid request is an InvalidInputException', () => {
  assert.throws(() => run(insert, '', 'JBDC', '{}', null), (error) =>
    error.errcode === 275 && /2 validation errors detected/.test(error.message));
});
check('a request is stored as a whole, as JSON or as JSONB', () => {
  const request = JSON.stringify({ ConnectionInput: { Name: 'events', ConnectionType: 'KAFKA',
    ConnectionProperties: { KAFKA_BOOTSTRAP_SERVERS: 'broker:9094' } }, Tags: { owner: 'me' } });
  run('INSERT INTO connections(request) VALUES(?)', request);
  run(`INSERT INTO connections(request)
    VALUES(jsonb_set(jsonb(?), '$.ConnectionInput.Name', 'events-2'))`, request);
  assert.equal(get('SELECT count(*) AS n FROM connections').n, 3);
});
check('no column shows a secret, and glue_decrypt() opens it', () => {
  const row = get(`SELECT connection_properties AS p, request AS r,
    glue_decrypt(connection_properties, catalog_id, region, name) ->> 'PASSWORD' AS secret
    FROM connections WHERE name = ?`, 'orders-db');
  assert.ok(!(row.p + row.r).includes('s3cret'));
  assert.equal(row.secret, 's3cret');
});
check('UPDATE changes a connection, and its tags alone', () => {
  run(`UPDATE connections SET description = 'x', tags = json_set(tags, '$.owner', 'payments')
    WHERE name = 'orders-db'`);
  run(`UPDATE connections SET name = 'events-3' WHERE name = 'events-2'`);
  assert.deepEqual(all('SELECT name FROM connections ORDER BY name').map((row) => row.name),
    ['events', 'events-3', 'orders-db']);
});
check('RETURNING and UPDATE ... FROM work as they do on any virtual table', () => {
  db.exec(`UPDATE connections SET description = v.column1 FROM (VALUES('from')) v
    WHERE name = 'events'`);
  assert.equal(get(`SELECT description AS d FROM connections WHERE name = 'events'`).d, 'from');
});
check('a transaction that is rolled back leaves nothing', () => {
  db.exec('BEGIN');
  run(insert, 'gone', 'CUSTOM', '{}', null);
  db.exec('SAVEPOINT s');
  run(`DELETE FROM connections`);
  db.exec('ROLLBACK TO s; ROLLBACK');
  assert.equal(get('SELECT count(*) AS n FROM connections').n, 3);
});
check('the quota holds', () => {
  run(insert, 'four', 'CUSTOM', '{}', null);
  run(insert, 'five', 'CUSTOM', '{}', null);
  assert.throws(() => run(insert, 'six', 'CUSTOM', '{}', null), /ResourceNumberLimitExceeded/);
  run(`DELETE FROM connections WHERE name IN ('four', 'five')`);
});
check('the linter and the table of types answer', () => {
  assert.ok(all('SELECT f.* FROM connections c, glue_lint(c.request) f').length > 0);
  assert.ok(all('SELECT * FROM glue_connection_types').length > 90);
  assert.equal(get(`SELECT host FROM glue_jdbc_url('jdbc:mysql://h/d')`).host, 'h');
});
check('views and triggers may use the table', () => {
  db.exec(`CREATE VIEW kafka AS SELECT name FROM connections WHERE connection_type = 'KAFKA';
    CREATE TABLE wanted(name);
    CREATE TRIGGER t AFTER INSERT ON wanted BEGIN
      INSERT INTO connections(name, connection_type, connection_properties)
        VALUES(new.name, 'CUSTOM', '{}');
    END;
    INSERT INTO wanted VALUES('wanted')`);
  assert.equal(get('SELECT count(*) AS n FROM kafka').n, 2);
});
check('but a view may not open secrets', () => {
  db.exec('CREATE VIEW opened AS SELECT glue_decrypt(request) AS r FROM connections');
  assert.throws(() => get('SELECT * FROM opened'), /unsafe use of glue_decrypt/);
});
check('the shadow tables are out of reach', () => {
  assert.throws(() => db.exec(`DELETE FROM connections_data`), /may not be modified/);
  assert.throws(() => db.exec(`DROP TABLE connections_catalogs`), /may not be dropped/);
});
check('the table is renamed, and its check finds nothing', () => {
  db.exec(`ALTER TABLE connections RENAME TO glue; INSERT INTO glue(glue) VALUES('integrity-check')`);
  assert.equal(get('PRAGMA integrity_check').integrity_check, 'ok');
});
check('all is there after reopening, read-only too', () => {
  db.close();
  db = open({ readOnly: true });
  assert.equal(get('SELECT count(*) AS n FROM glue').n, 4);
  assert.throws(() => run('DELETE FROM glue'), /readonly/);
});
check('the database closes', () => db.close());

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

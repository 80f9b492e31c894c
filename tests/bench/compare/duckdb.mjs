// SPDX-License-Identifier: MIT
// duckdb.mjs FOLDER [NAME]: answers the statements of standard input, one JSON document a line, with DuckDB's
// package in that folder, and a database of that name there. What it counts is the statement and its rows.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

const require = createRequire(`${resolve(process.argv[2])}/`);
const { DuckDBInstance } = require('@duckdb/node-api');
const [, , folder, name] = process.argv;
const connection = await (await DuckDBInstance.create(name ? `${folder}/${name}` : ':memory:')).connect();

async function insert(sql, bound) {
  await connection.run('BEGIN');
  const statement = await connection.prepare(sql);
  for (const row of bound) {
    row.forEach((value, i) => statement.bindVarchar(i + 1, value));
    await statement.run();
  }
  await connection.run('COMMIT');
  return [];
}

for await (const line of createInterface({ input: process.stdin })) {
  const { sql, bound } = JSON.parse(line);
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const rows = bound ? await insert(sql, bound) : (await connection.runAndReadAll(sql)).getRows();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, rows: rows.map((row) => row.map(String)).sort() }));
}

// SPDX-License-Identifier: MIT
// Parallel clients of a cluster, over libSQL's HTTP protocol.
//
//   clients.mjs race  TOKEN NAMES PORT...           each of 8 clients inserts the same names; prints a line
//                                                   for each name: NAME WINNERS
//   clients.mjs load  TOKEN SECONDS JOURNAL PORT... 8 clients insert (some in transactions, all with
//                                                   passwords) and delete; the journal has a line for each
//                                                   operation: ok|unknown insert|delete NAME...
//   clients.mjs speed TOKEN TABLE COUNT BATCH PASSWORD PORT   inserts COUNT rows, BATCH a transaction, and
//                                                   prints the milliseconds
//
// An operation whose answer is lost may have been done or not: unknown. One that is refused is not done.
import { appendFileSync } from "node:fs";

const CLIENTS = 8;
const [job, token, ...rest] = process.argv.slice(2);
const text = (value) => ({ type: "text", value });

// Runs statements one after the other in one request, as long as each succeeds. Returns null, or why the
// first of them that failed did; throws where there is no answer.
async function run(port, statements) {
  const steps = statements.map(([sql, ...args], i) =>
    ({ stmt: { sql, args: args.map(text) }, ...(i ? { condition: { type: "ok", step: i - 1 } } : {}) }));
  if (statements.length > 1) { // whatever was begun is given up where a step has failed
    steps.push({ stmt: { sql: "ROLLBACK" }, condition: { type: "not", cond: { type: "is_autocommit" } } });
  }
  const answer = await fetch(`http://127.0.0.1:${port}/v3/pipeline`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: JSON.stringify({ requests: [{ type: "batch", batch: { steps } }, { type: "close" }] }),
    signal: AbortSignal.timeout(15000),
  });
  const body = await answer.json();
  const result = body.results?.[0];
  if (!result) throw new Error(JSON.stringify(body));
  if (result.type !== "ok") return result.error.message;
  return result.response.result.step_errors.find((error) => error)?.message ?? null;
}

const insert = (name, table = "connections", password = "s3cret") => [
  `INSERT INTO ${table}(name, connection_type, connection_properties, tags) VALUES(?, 'JDBC', ?, '{"owner":"me"}')`,
  name, JSON.stringify({ JDBC_CONNECTION_URL: `jdbc:postgresql://db.example.com/${name}`, USERNAME: "app",
                         ...(password ? { PASSWORD: password } : { SECRET_ID: "s" }) })];
const transaction = (statements) => [["BEGIN IMMEDIATE"], ...statements, ["COMMIT"]];

// What is refused for a lock has not been done and may be tried again. What the extension itself refuses
// (<Exception>: …, whatever its text speaks of) is final.
const LOCKED = /locked|busy/i, EXCEPTION = /[A-Za-z]+Exception: /;

async function race(names, ports) {
  const winners = {};
  await Promise.all([...Array(CLIENTS).keys()].map(async (client) => {
    for (let i = 0; i < names; i++) {
      const name = `race-${(i + client) % names}`;
      for (;;) {
        const error = await run(ports[client % ports.length], [insert(name)]);
        if (error === null) winners[name] = (winners[name] ?? 0) + 1;
        else if (!error.includes("AlreadyExistsException: ")) {
          if (LOCKED.test(error) && !EXCEPTION.test(error)) continue;
          throw new Error(error);
        }
        break;
      }
    }
  }));
  for (const name of Object.keys(winners).sort()) console.log(name, winners[name]);
}

async function load(seconds, journal, ports) {
  const end = Date.now() + seconds * 1000;
  const counts = {};
  await Promise.all([...Array(CLIENTS).keys()].map(async (client) => {
    const mine = []; // names that are surely there
    for (let round = 0; Date.now() < end; round++) {
      const port = ports[(client + round) % ports.length];
      const kind = round % 4 === 3 && mine.length ? "delete" : "insert";
      const names = kind === "delete" ? [mine.shift()]
        : [...Array(round % 4 === 2 ? 5 : 1).keys()].map((i) => `load-${client}-${round}-${i}`);
      const statements = kind === "delete" ? [["DELETE FROM connections WHERE name = ?", names[0]]] : names.map((n) => insert(n));
      let outcome;
      try {
        const error = await run(port, statements.length > 1 ? transaction(statements) : statements);
        // a primary that dies while it is asked by a replica: nobody knows
        outcome = error === null ? "ok" : EXCEPTION.test(error) ? `wrong (${error})` : LOCKED.test(error) ? "refused" : "unknown";
      } catch {
        outcome = "unknown";
      }
      counts[`${outcome} ${kind}`] = (counts[`${outcome} ${kind}`] ?? 0) + names.length;
      if (outcome !== "ok" && outcome !== "unknown") { if (kind === "delete") mine.push(names[0]); continue; }
      appendFileSync(journal, `${outcome} ${kind} ${names.join(" ")}\n`);
      if (outcome === "ok" && kind === "insert") mine.push(...names);
      if (outcome === "unknown") await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }));
  console.log(JSON.stringify(counts));
}

async function speed(table, count, batch, password, port) {
  const begin = process.hrtime.bigint();
  for (let i = 0; i < count; i += batch) {
    const rows = [...Array(Math.min(batch, count - i)).keys()].map((j) => insert(`speed-${process.pid}-${i + j}`, table, password));
    const error = await run(port, batch > 1 ? transaction(rows) : rows);
    if (error !== null) throw new Error(error);
  }
  console.log(Number(process.hrtime.bigint() - begin) / 1e6);
}

if (job === "race") await race(Number(rest[0]), rest.slice(1));
else if (job === "load") await load(Number(rest[0]), rest[1], rest.slice(2));
else if (job === "speed") await speed(rest[0], Number(rest[1]), Number(rest[2]), rest[3], rest[4]);
else throw new Error(`unknown job ${job}`);

// SPDX-License-Identifier: MIT
// Measures a cluster of sqld over HTTP, as a client sees it (tests/cluster/speed.sh starts the servers).
//
//   speed.mjs create  TOKEN PORT/NAMESPACE         makes the table
//   speed.mjs fill    TOKEN PORT TABLE ROWS        inserts until there are so many
//   speed.mjs inserts TOKEN PORT ROWS              into a table of so many rows: lines of a table
//   speed.mjs lookups TOKEN PORT ROWS              reads by name, of a type, of an account: a line of a table
//   speed.mjs readers TOKEN WHERE CLIENTS SECONDS PID,… PORT…     lookups: a line of a table
//   speed.mjs writers TOKEN WHERE CLIENTS SECONDS BATCH PID,… PORT[/NAMESPACE]…  inserts: a line of a table
//   speed.mjs accounts TOKEN PORT ACCOUNTS         inserts that go to so many accounts: a line of a table
//   speed.mjs lag     TOKEN PORT REPLICA TIMES     milliseconds until a replica shows a write
//
//   speed.mjs log     TOKEN PORT                   bytes of the replication log for each change: lines of a table
//
// Contenders take turns, transaction by transaction, so that the machine's other work falls on all alike;
// a figure is the first quartile of the times of their transactions, since other work only makes them longer.
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";

const [job, token, ...rest] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const text = (value) => ({ type: "text", value });

function post(target, body) {
  const [port, namespace] = String(target).split("/");
  const payload = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const ask = request({
      host: "127.0.0.1", port, path: "/v3/pipeline", method: "POST", agent,
      headers: { Authorization: `Bearer ${token}`, "Content-Length": Buffer.byteLength(payload),
                 ...(namespace ? { Host: `${namespace}.localhost` } : {}) },
    }, (answer) => {
      const pieces = [];
      answer.on("data", (piece) => pieces.push(piece));
      answer.on("end", () => resolve(Buffer.concat(pieces).toString()));
      answer.on("error", reject);
    });
    ask.on("error", reject);
    ask.setTimeout(30000, () => ask.destroy(new Error("no answer in 30 s")));
    ask.end(payload);
  });
}

// Runs statements in one request, each if the one before it succeeds; gives the rows of the last.
async function run(port, statements) {
  const steps = statements.map(([sql, ...args], i) =>
    ({ stmt: { sql, args: args.map(text) }, ...(i ? { condition: { type: "ok", step: i - 1 } } : {}) }));
  const said = await post(port, { requests: [{ type: "batch", batch: { steps } }, { type: "close" }] });
  let result;
  try { result = JSON.parse(said).results[0]; } catch { throw new Error(said); }
  if (result.type !== "ok") throw new Error(result.error.message);
  const error = result.response.result.step_errors.find((e) => e);
  if (error) throw new Error(error.message);
  return result.response.result.step_results.at(-1).rows.map((row) => row.map((v) => v.value));
}
const value = async (port, sql, ...args) => (await run(port, [[sql, ...args]]))[0][0];

const NAMES = `name, connection_type, connection_properties, tags`;
const insert = (table, name, password) => [
  `INSERT INTO ${table}(${NAMES}) VALUES(?, 'JDBC', ?, '{"owner":"me","env":"prod"}')`, name,
  JSON.stringify({ JDBC_CONNECTION_URL: `jdbc:postgresql://db.example.com/${name}`, USERNAME: "app",
                   ...(password ? { PASSWORD: "s3cret" } : { SECRET_ID: "secret" }) })];
const transaction = (rows) => (rows.length > 1 ? [["BEGIN IMMEDIATE"], ...rows, ["COMMIT"]] : rows);
const range = (n) => [...Array(n).keys()];
const part = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];
const quartile = (values) => part(values, 0.25);
const timed = async (work) => {
  const begin = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - begin) / 1e6;
};
const line = (...cells) => console.log(`| ${cells.join(" | ")} |`);
const thousands = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

async function fill(port, table, rows) {
  for (let there = Number(await value(port, `SELECT count(*) FROM ${table}`)); there < rows; there += 1000) {
    await run(port, transaction(range(Math.min(1000, rows - there)).map((i) => insert(table, `row-${there + i}`))));
  }
}

const CONTENDERS = [["ordinary", false], ["connections", false], ["ordinary", true], ["connections", true]];
const LIMITS = [1.3, 1.6];

async function inserts(port, rows) {
  let exceeded = 0;
  for (const [batch, turns] of [[1, 301], [100, 61], [1000, 31]]) {
    const times = CONTENDERS.map(() => []);
    for (const turn of range(turns)) {
      for (const c of range(CONTENDERS.length)) {
        const [table, password] = CONTENDERS[(c + turn) % CONTENDERS.length];
        const names = range(batch).map((i) => `new-${process.pid}-${batch}-${turn}-${i}-${password}`);
        const work = transaction(names.map((name) => insert(table, name, password)));
        times[(c + turn) % CONTENDERS.length].push(await timed(() => run(port, work)));
      }
    }
    const [plain, ours, plainSecret, oursSecret] = times.map((t) => quartile(t) / batch);
    const factors = [ours / plain, oursSecret / plainSecret];
    if (factors.some((f, i) => f > LIMITS[i])) exceeded++;
    line(thousands(rows), thousands(batch), plain.toFixed(3), ours.toFixed(3), factors[0].toFixed(2),
         plainSecret.toFixed(3), oursSecret.toFixed(3), factors[1].toFixed(2));
    for (const table of ["ordinary", "connections"]) await run(port, [[`DELETE FROM ${table} WHERE name GLOB 'new-*'`]]);
  }
  process.exitCode = exceeded ? 1 : 0;
}

async function lookups(port, rows) {
  const cells = [];
  for (const [sql, turns] of [["SELECT * FROM TABLE WHERE name = ?", 301],
                              ["SELECT count(*) FROM TABLE WHERE connection_type = 'JDBC' AND ? <> ''", 31],
                              ["SELECT name FROM TABLE WHERE catalog_id = 'none' AND ? <> ''", 31]]) {
    const times = { ordinary: [], connections: [] };
    for (const turn of range(turns)) {
      for (const table of ["ordinary", "connections"]) {
        const name = `row-${(turn * 7919) % rows}`;
        times[table].push(await timed(() => run(port, [[sql.replace("TABLE", table), name]])));
      }
    }
    cells.push(quartile(times.ordinary).toFixed(2), quartile(times.connections).toFixed(2));
  }
  line(thousands(rows), ...cells);
}

// Seconds of processor time that processes have used.
const used = (pids) => pids.map((pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1").replace(/.*\) /, "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
});

// CLIENTS at once, for some seconds; calls what(client, round), which gives how much it has done.
async function crowd(label, clients, seconds, pids, what) {
  const before = used(pids);
  const times = [];
  let done = 0;
  const begin = Date.now(), end = begin + seconds * 1000;
  await Promise.all(range(clients).map(async (client) => {
    for (let round = 0; Date.now() < end; round++) {
      times.push(await timed(async () => {
        const count = await what(client, round);
        done += count;
      }));
    }
  }));
  const took = (Date.now() - begin) / 1000;
  const cpu = used(pids).map((after, i) => ((after - before[i]) * 1000 / done).toFixed(2));
  line(label, clients, thousands(Math.round(done / took)), part(times, 0.5).toFixed(1), part(times, 0.99).toFixed(1), cpu.join(" + "));
}

async function readers(where, clients, seconds, pids, ports) {
  const rows = Number(await value(ports[0], "SELECT count(*) FROM connections WHERE name GLOB 'row-*'"));
  await crowd(`lookups${where}`, clients, seconds, pids, async (client, round) => {
    const name = `row-${(client * 104729 + round * 7919) % rows}`;
    const found = await run(ports[client % ports.length], [["SELECT * FROM connections WHERE name = ?", name]]);
    if (found.length !== 1) throw new Error(`${name}: ${found.length} rows`);
    return 1;
  });
}

async function writers(where, clients, seconds, batch, pids, ports) {
  await crowd(`inserts with a password, ${thousands(batch)} a transaction${where}`, clients, seconds, pids, async (client, round) => {
    const names = range(batch).map((i) => `new-${process.pid}-${client}-${round}-${i}`);
    for (;;) {
      try {
        await run(ports[client % ports.length], transaction(names.map((name) => insert("connections", name, true))));
        return batch;
      } catch (error) {
        if (!/locked|busy/i.test(error.message)) throw error;
      }
    }
  });
}

async function accounts(port, number) {
  const times = [[], []];
  const sql = `INSERT INTO connections(catalog_id, ${NAMES}) VALUES(?, ?, 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","SECRET_ID":"s"}', '{}')`;
  for (const turn of range(41)) {
    for (const many of [0, 1]) {
      const rows = range(100).map((i) => [sql, many ? String(100000000000 + (turn * 100 + i) * 7919 % number) : "999999999999",
                                          `new-${process.pid}-${turn}-${i}`]);
      times[many].push(await timed(() => run(port, transaction(rows))));
    }
  }
  line(thousands(number), (quartile(times[0]) / 100).toFixed(3), (quartile(times[1]) / 100).toFixed(3), (quartile(times[1]) / quartile(times[0])).toFixed(2));
}

async function lag(port, replica, times) {
  const took = [];
  for (const turn of range(times)) {
    const name = `new-${process.pid}-${turn}`;
    await run(port, [insert("connections", name, false)]);
    took.push(await timed(async () => {
      while (!Number(await value(replica, "SELECT count(*) FROM connections WHERE name = ?", name)));
    }));
  }
  console.log(`${part(took, 0.5).toFixed(0)} ms (median of ${times}; the slowest tenth after ${part(took, 0.9).toFixed(0)} ms)`);
}

// How many bytes of the replication log a change costs: it is made of pages.
async function log(port) {
  const FRAME = 4096 + 24;
  const index = async () => {
    const said = await post(port, { requests: [{ type: "execute", stmt: { sql: "SELECT 1" } }, { type: "close" }] });
    return Number(JSON.parse(said).results[0].response.result.replication_index);
  };
  const tag = (name) => ["UPDATE connections SET tags = json_set(tags, '$.env', 'test') WHERE name = ?", name];
  for (const batch of [1, 100, 1000]) {
    const names = range(1000).map((i) => `new-${process.pid}-log-${batch}-${i}`);
    const cells = [];
    for (const change of [(name) => insert("connections", name, true), tag]) {
      const before = await index();
      for (let i = 0; i < names.length; i += batch) await run(port, transaction(names.slice(i, i + batch).map(change)));
      cells.push(thousands(Math.round((await index() - before) * FRAME / names.length)));
    }
    line(thousands(batch), ...cells);
  }
}

const numbers = (list) => list.split(",").map(Number);
if (job === "create") {
  await run(rest[0], [["CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, quota=0)"]]);
} else if (job === "fill") await fill(rest[0], rest[1], Number(rest[2]));
else if (job === "inserts") await inserts(rest[0], Number(rest[1]));
else if (job === "lookups") await lookups(rest[0], Number(rest[1]));
else if (job === "readers") await readers(rest[0], Number(rest[1]), Number(rest[2]), numbers(rest[3]), rest.slice(4));
else if (job === "writers") await writers(rest[0], Number(rest[1]), Number(rest[2]), Number(rest[3]), numbers(rest[4]), rest.slice(5));
else if (job === "accounts") await accounts(rest[0], Number(rest[1]));
else if (job === "lag") await lag(rest[0], rest[1], Number(rest[2]));
else if (job === "log") await log(rest[0]);
else throw new Error(`unknown job ${job}`);
agent.destroy();

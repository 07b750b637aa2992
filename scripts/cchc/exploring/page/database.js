// The release in this browser: opened once, read-only, and asked with SQL.
import { AsyncDuckDB, DuckDBAccessMode, VoidLogger } from "./library/duckdb-browser.mjs";
import { column } from "./values.js";

export const STOPPED = "stopped";
export const ROWS_MOST = 100_000; // of one result: more than a person reads, and what a small computer holds

let connection;
let isStopped = false;
let running = Promise.resolve(); // DuckDB answers one question at a time

// Open the release; the address of its file is that of the page. `told` hears how many bytes have come, of how many.
export async function open(told) {
  const worker = new Worker("database_worker.js");
  const database = new AsyncDuckDB(new VoidLogger(), worker);
  const [bytes] = await Promise.all([fetched("cchc.duckdb", told), database.instantiate(here("library/duckdb-eh.wasm"))]);
  await database.registerFileBuffer("cchc.duckdb", bytes);
  await database.open({ path: "cchc.duckdb", accessMode: DuckDBAccessMode.READ_ONLY });
  connection = await database.connect();
  // Nothing is asked of another place, by whatever SQL: neither a file, nor an address, nor an extension.
  await connection.query("set autoinstall_known_extensions = false");
  await connection.query("set autoload_known_extensions = false");
  await connection.query("set enable_external_access = false");
  await connection.query("set lock_configuration = true");
  worker.postMessage("cut off");
}

// The answer to SQL: its columns (values.js) and its rows, arrays of exact texts; `isCut` where there is more.
export function ask(sql) {
  const answer = running.then(() => fetchRows(sql));
  running = answer.catch(() => {});
  return answer;
}

// End the question that is being answered; its answer is an error.
export function stop() {
  isStopped = true;
  connection.cancelSent();
}

async function fetchRows(sql) {
  isStopped = false;
  try {
    const result = await fetchBatches(sql);
    if (!isStopped) return result;
  } catch (error) {
    if (!isStopped) throw error;
  }
  throw new Error(STOPPED); // what has come is a part, and would pass for the whole
}

async function fetchBatches(sql) {
  const reader = await (await connection.send(sql, true)).open();
  const columns = reader.schema.fields.map(column);
  const rows = [];
  for await (const batch of reader) {
    const vectors = columns.map((one, at) => batch.getChildAt(at));
    for (let row = 0; row < batch.numRows; row += 1) {
      if (rows.length === ROWS_MOST) {
        await connection.cancelSent();
        return { columns, rows, isCut: true };
      }
      rows.push(columns.map((one, at) => one.read(vectors[at], row)));
    }
  }
  return { columns, rows, isCut: false };
}

function here(name) {
  return new URL(name, document.baseURI).href;
}

async function fetched(name, told) {
  const answer = await fetch(name);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  const total = Number(answer.headers.get("content-length"));
  const parts = [];
  let length = 0;
  const reader = answer.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    told(length, total);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

// DuckDB beside the page, without a network once the release is open: a worker does not inherit the page's policy.
"use strict";
importScripts("library/duckdb-browser-eh.worker.js");

const answer = globalThis.onmessage;
globalThis.onmessage = (event) => {
  if (event.data !== "cut off") return answer(event);
  for (const way of ["fetch", "XMLHttpRequest", "WebSocket", "WebTransport", "EventSource", "importScripts"]) {
    Object.defineProperty(globalThis, way, { value: undefined, writable: false, configurable: false });
  }
  for (const way of ["error", "log", "warn"]) console[way] = () => {}; // an error in SQL is told on the page
};

// The library that DuckDB's page module imports by its bare name, as the page's <script> has loaded it.
export const { RecordBatchReader, Table, tableToIPC, Type } = globalThis.Arrow;

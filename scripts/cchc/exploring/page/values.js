// Values as DuckDB has them: exact texts, whatever their type; a number only for what is drawn or sorted.
import { word } from "./words.js";

// A column of a result: its name, its kind (number, text, date, boolean), whether it is a plain whole number (a year,
// a rank: no thousands), and how a value is read from Arrow: an exact text, or null.
export function column({ name, type }) {
  const read = reader(name, type);
  const { DataType } = globalThis.Arrow;
  return {
    name,
    kind: kindOf(type),
    isPlain: DataType.isInt(type) && type.bitWidth <= 32,
    read: (vector, row) => {
      const value = vector.get(row);
      return value === null || value === undefined ? null : read(value);
    },
  };
}

function kindOf(type) {
  const { DataType } = globalThis.Arrow;
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type)) return "number";
  if (DataType.isDate(type) || DataType.isTimestamp(type)) return "date";
  return DataType.isBool(type) ? "boolean" : "text";
}

function reader(name, type) {
  const { DataType } = globalThis.Arrow;
  if (DataType.isDecimal(type)) return (words) => scaled(words, type.scale);
  if (DataType.isDate(type)) return (value) => new Date(Number(value)).toISOString().slice(0, 10);
  if (DataType.isTimestamp(type)) return (value) => new Date(Number(value)).toISOString().slice(0, 19).replace("T", " ");
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isBool(type) || DataType.isUtf8(type)) return String;
  return () => `${name}: ${word("cast")}`; // a list may hold decimals, which Arrow would give unscaled
}

// A DECIMAL comes as the words of an integer, least first, in two's complement: 100.0000 as 1000000.
function scaled(words, scale) {
  let whole = 0n;
  for (let at = words.length - 1; at >= 0; at -= 1) whole = (whole << 32n) | BigInt(words[at] >>> 0);
  whole = BigInt.asIntN(32 * words.length, whole);
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, "0");
  const cut = digits.length - scale;
  return `${whole < 0n ? "-" : ""}${digits.slice(0, cut)}${scale ? `.${digits.slice(cut)}` : ""}`;
}

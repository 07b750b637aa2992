// What is asked stands in the address after #, so that a link holds it: question or table or SQL, and how it is shown.
export function read() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

// Go to what `asked` says; of `isNew` false the browser's way back skips what was there.
export function write(asked, isNew = true) {
  const kept = Object.entries(asked).filter(([, value]) => value !== undefined && value !== "");
  const hash = `#${new URLSearchParams(kept)}`;
  if (hash === location.hash) return false;
  if (isNew) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
  return true;
}

export function linkTo(asked) {
  return `#${new URLSearchParams(asked)}`;
}

// Elements of the page. What stands in them is text, whatever it holds: nothing here reads HTML.
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export function choice(value, text, isChosen) {
  return element("option", { value, textContent: text, selected: isChosen });
}

export const by = (id) => document.getElementById(id);

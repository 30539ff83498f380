/** Whatever can stand inside an element; texts are never read as HTML. */
export type Child = Node | string | undefined | readonly Child[];

type Attributes = Readonly<Record<string, string | undefined>>;

/** An element with attributes and children; attributes without a value are left out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  append(made, children);
  return made;
}

/** An element of a drawing. */
export function drawing<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(made, attributes);
  append(made, children);
  return made;
}

/** A link to another place of the web; a text where the address is none that a page should open. */
export function outside(address: string, text: string): Child {
  if (!/^https:\/\/[^\s]+$/.test(address)) return text;
  return element('a', { href: address, rel: 'noreferrer', target: '_blank' }, text);
}

function setAttributes(made: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(name, value);
}

function append(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined) continue;
    if (typeof child === 'string' || child instanceof Node) parent.append(child);
    else append(parent, child);
  }
}

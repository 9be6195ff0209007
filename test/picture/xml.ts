/** An element of a document, with what is inside it. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

const SPACE = ' \n\t\r';

/** Text with its entities resolved. */
function plain(raw: string): string {
  const [head = '', ...rest] = raw.split('&');
  let out = head;
  for (const part of rest) {
    const end = part.indexOf(';');
    const entity = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }[part.slice(0, end)];
    if (end < 0 || entity === undefined) throw new Error(`a bare & before ${part.slice(0, 20)}`);
    out += entity + part.slice(end + 1);
  }
  return out;
}

/** Reads XML as SVG uses it here (elements, attributes, text, entities) and throws at whatever is not well formed. */
export function parseXml(xml: string): Element {
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`${what} at ${at}: ${xml.slice(Math.max(0, at - 30), at + 30)}`);
  };
  const until = (marks: string): string => {
    const start = at;
    while (at < xml.length && !marks.includes(xml.charAt(at))) at++;
    if (at === xml.length) fail(`none of ${marks}`);
    return xml.slice(start, at);
  };
  const skip = (): void => {
    while (at < xml.length && SPACE.includes(xml.charAt(at))) at++;
  };
  const demand = (mark: string): void => {
    if (!xml.startsWith(mark, at)) fail(`no ${mark}`);
    at += mark.length;
  };
  const element = (): Element => {
    demand('<');
    const node: Element = { name: until(`${SPACE}/>`), attributes: new Map(), children: [], text: '' };
    if (node.name === '') fail('no name');
    skip();
    while (!'/>'.includes(xml.charAt(at))) {
      const key = until(`${SPACE}=<>`);
      demand('="');
      const value = until('"<');
      demand('"');
      if (node.attributes.has(key)) fail(`${key} twice`);
      (node.attributes as Map<string, string>).set(key, plain(value));
      if (!`${SPACE}/>`.includes(xml.charAt(at))) fail('no space between attributes');
      skip();
    }
    if (xml.startsWith('/>', at)) {
      at += 2;
      return node;
    }
    demand('>');
    for (;;) {
      const text = until('<');
      if (text.includes(']]>')) fail(']]> in text');
      node.text += plain(text);
      if (xml.startsWith('</', at)) break;
      node.children.push(element());
    }
    demand(`</${node.name}>`);
    return node;
  };
  const root = element();
  skip();
  if (at !== xml.length) fail('more than one root');
  return root;
}

/** All elements of a name, the root included, in the order of the document. */
export function elements(root: Element, name: string): Element[] {
  return [...(root.name === name ? [root] : []), ...root.children.flatMap((child) => elements(child, name))];
}
